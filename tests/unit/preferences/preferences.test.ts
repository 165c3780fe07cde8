import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createPreferences } from '../../../electron/services/preferences/preferences.ts';
import { type AppSettings, appSettingsSchema } from '../../../shared/domain/app-settings.ts';
import { DEFAULT_SETTINGS } from '../../../shared/domain/default-settings.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

let state: StateHome;
beforeEach(async () => {
  state = await makeStateHome();
});
afterEach(() => state.dispose());

const document = () =>
  state.document<AppSettings>({
    name: 'settings.json',
    schema: () => Promise.resolve(appSettingsSchema),
    initial: DEFAULT_SETTINGS,
  });
const preferences = () => createPreferences({ document: document() });

describe('choices about alerts and links', () => {
  it('are off and Portkey’s logs until somebody chooses', async () => {
    expect(must(await preferences().read())).toEqual({
      alerts: { enabled: false, thresholds: [80, 100] },
      portkeyLink: 'https://app.portkey.ai/logs',
      menuBar: { amount: false, shortcut: null, dock: false, updates: true },
    });
  });

  it('are kept beside the folders that are searched, and change one by one', async () => {
    must(
      await document().update((one) => ({
        ok: true,
        value: { next: { ...one, roots: ['/code'] }, value: null },
      })),
    );
    must(await preferences().save({ alerts: { enabled: true, thresholds: [100, 50, 50] } }));
    const link = 'https://app.portkey.ai/logs?trace_id={trace}&w={worktree}';
    expect(must(await preferences().save({ portkeyLink: ` ${link} ` }))).toEqual({
      alerts: { enabled: true, thresholds: [50, 100] },
      portkeyLink: link,
      menuBar: { amount: false, shortcut: null, dock: false, updates: true },
    });
    expect(must(await document().read()).roots).toEqual(['/code']);
  });

  it.each(['http://app.portkey.ai', 'javascript:alert(1)', 'logs', '', 'https://x.test/{team}'])(
    'are refused for the link “%s”, naming the field',
    async (portkeyLink) => {
      expect(refusal(await preferences().save({ portkeyLink }))).toMatchObject({
        code: 'request.invalid',
        field: 'portkeyLink',
      });
    },
  );

  it.each([[[]], [[0]], [[50.5]], [[2000]], [Array.from({ length: 11 }, (_, n) => n + 1)]])(
    'are refused for the thresholds %j',
    async (thresholds) => {
      const saved = await preferences().save({ alerts: { enabled: true, thresholds } });
      expect(refusal(saved)).toMatchObject({ field: 'alerts.thresholds' });
      expect(must(await preferences().read()).alerts.enabled).toBe(false);
    },
  );

  it('changes of the menu bar only what is given, and writes a shortcut as Electron wants it', async () => {
    await preferences().save({ menuBar: { amount: true, shortcut: '⌥⌘s' } });
    const saved = must(await preferences().save({ menuBar: { dock: true } }));
    expect(saved.menuBar).toEqual({
      amount: true,
      shortcut: 'Alt+Command+S',
      dock: true,
      updates: true,
    });
    expect(
      must(await preferences().save({ menuBar: { shortcut: null } })).menuBar.shortcut,
    ).toBeNull();
    const refused = await preferences().save({ menuBar: { shortcut: 'S', amount: false } });
    expect(refused).toMatchObject({ ok: false, failure: { field: 'menuBar.shortcut' } });
    expect(must(await preferences().read()).menuBar.amount).toBe(true);
  });
});
