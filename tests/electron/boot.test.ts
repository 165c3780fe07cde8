import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { KEY, openPopover, picture, setUp } from './acts.ts';
import { startHost, type TestHost } from './host.ts';
import { processesOf } from './processes.ts';

let host: TestHost;
afterEach(() => host.dispose());

describe('the built app, from the icon on', () => {
  it('opens, applies a preset by a click, draws it, and leaves nothing behind when it quits', async () => {
    host = await startHost({ worktrees: ['lisbon', 'oslo'] });
    await host.until(({ trays }) => trays.length === 1);
    const icon = await host.drive(({ trays }) => {
      const { guid, image } = trays[0] ?? {};
      return {
        guid,
        template: image?.template,
        scales: image?.parts.map((part) => part.scaleFactor),
      };
    });
    expect(icon).toEqual({
      guid: '6f0a3c52-9d1b-4e77-8a54-2f6c1d9b7e30',
      template: true,
      scales: [1, 2],
    });
    await openPopover(host);
    await host.drive(async ({ windows }) =>
      (await [...windows][0]?.opened)?.getByLabel('Portkey key').waitFor(),
    );
    await picture(host, 'shell-first-run');
    await setUp(host);
    // With a key there is something to draw.
    await host.until(({ trays }) => (trays[0]?.toolTip ?? '').includes('today'));
    const before = await host.drive(({ trays }) => trays[0]?.shown.length ?? 0);
    expect(before).toBeGreaterThan(0);

    // Quit and start would do as well; the first run is left by hand.
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      const skip = page?.getByRole('button', { name: /^(Skip|Later|Leave|Close)/ }).first();
      if ((await skip?.count()) === 1) await skip?.click();
    });
    const row = '.tree-row:has(.name:text-is("lisbon"))';
    await host.drive(async ({ windows }, selector) => {
      const page = await [...windows][0]?.opened;
      await page
        ?.locator(selector)
        .getByRole('button', { name: /Not routed|preset/i })
        .first()
        .click();
      await page?.getByRole('menuitemradio', { name: 'Bedrock' }).click();
    }, row);
    const file = path.join(host.worktree('lisbon'), '.claude/settings.local.json');
    // The first write asks once whether git may be told to ignore the file.
    await host.drive(async ({ windows }, selector) => {
      const page = await [...windows][0]?.opened;
      const yes = page?.getByRole('button', { name: /Add|Apply/ }).first();
      await yes
        ?.or(page?.locator(selector).getByText('Routed', { exact: true }) ?? yes)
        .first()
        .waitFor({ state: 'attached' });
      if ((await yes?.count()) === 1 && (await yes?.isVisible()) === true) await yes?.click();
    }, row);
    await expect.poll(() => existsSync(file)).toBe(true);
    const { env } = JSON.parse(readFileSync(file, 'utf8')) as { env: Record<string, string> };
    expect(env['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
    expect(env['ANTHROPIC_CUSTOM_HEADERS']).toContain('x-portkey-provider: @bedrock');
    await picture(host, 'shell-popover');

    // The icon's menu switches what was assigned last.
    await host.drive(({ trays }) => void trays[0]?.emit('right-click', {}, trays[0].bounds));
    const labels = await host.until(({ deeds }) => deeds.menu?.map((item) => item.label ?? '—'));
    expect(labels).toEqual(
      expect.arrayContaining(['Open Switchyard', 'web/lisbon', 'Quit Switchyard']),
    );
    await host.drive(({ deeds }) => {
      const quick = deeds.menu?.find((item) => item.label === 'web/lisbon')?.submenu;
      const item = Array.isArray(quick)
        ? quick.find((one) => one.label === 'Anthropic')
        : undefined;
      (item?.click as (() => void) | undefined)?.();
    });
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('x-portkey-provider: @anthropic');

    // A second click closes it, Quit ends it.
    await host.drive(({ trays }) => void trays[0]?.emit('click', {}, trays[0].bounds));
    expect(await host.drive(({ windows }) => [...windows].map((one) => one.isVisible()))).toEqual([
      false,
    ]);
    expect(processesOf(host.home).filter((line) => /chrom/i.test(line))).not.toEqual([]);
    await host.drive(({ deeds }) => {
      const quit = deeds.menu?.find((item) => item.label === 'Quit Switchyard');
      setTimeout(() => (quit?.click as (() => void) | undefined)?.(), 0);
    });
    expect(await host.ended).toBe(0);
    expect(processesOf(host.home)).toEqual([]);
    expect(readdirSync(path.join(host.home, 'tmp'))).toEqual([]);
    expect(host.output()).not.toContain(KEY);
    const left = readdirSync(path.join(host.home, 'switchyard'), { recursive: true }).map(String);
    expect(left.filter((name) => /lock|Singleton|\.new$|\.tmp$|-wal$/i.test(name))).toEqual([]);
  });
});
