import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'vitest';

import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { DesktopState } from '../../shared/domain/menu-bar.ts';
import type { TestHost } from './host.ts';

export const SCREENS = path.resolve(import.meta.dirname, '../../artifacts/screens');

/** A key as Portkey gives them out; nothing but the keychain and the settings file may ever hold it. */
export const KEY = 'pk-live-abcdef1234567890SECRET';
/** Nobody listens there, and nothing leaves this machine. */
const GATEWAY = 'http://127.0.0.1:9';

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: { readonly code: string } };

/** Clicks the icon, unless the popover is to be seen already, and waits until it is. */
export async function openPopover(host: TestHost): Promise<void> {
  await host.until(({ trays }) => trays[0]?.listenerCount('click') === 1);
  await host.drive(({ trays, windows }) => {
    if ([...windows].some((one) => one.isVisible())) return;
    trays[0]?.emit('click', {}, trays[0].bounds);
  });
  await host.until(({ windows }) => [...windows].some((one) => one.isVisible()));
}

/** Asks the app as its page does, through the preload. */
export function ask(host: TestHost, name: string, input: unknown): Promise<Answer> {
  return host.drive(
    async ({ windows }, call) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(([asked, given]) => {
        const { switchyard } = window as unknown as {
          switchyard: { request(name: unknown, input: unknown): Promise<Answer> };
        };
        return switchyard.request(asked, given);
      }, call) as Promise<Answer>;
    },
    [name, input] as const,
  );
}

/** Waits until the app is up: the icon is there before, and says something of its own once the app has drawn it. */
export async function untilUp(host: TestHost): Promise<void> {
  await host.until(({ trays }) => trays[0]?.toolTip === 'Switchyard: no Portkey key yet');
}

/** Which windows are to be seen, in the order in which they were made. */
export function visible(host: TestHost): Promise<boolean[]> {
  return host.drive(({ windows }) => [...windows].map((one) => one.isVisible()));
}

/** What the app's snapshot says of the host and of links. */
export async function snapshotOf(
  host: TestHost,
): Promise<Pick<AppSnapshot, 'link'> & { desktop: DesktopState }> {
  const answer = await ask(host, 'snapshot.get', {});
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value as Awaited<ReturnType<typeof snapshotOf>>;
}

/** The app goes on, at its own address, whatever was tried. */
export async function expectAlive(host: TestHost): Promise<void> {
  expect(await ask(host, 'snapshot.get', {})).toMatchObject({ ok: true });
  const url = await host.drive(({ windows }) => [...windows][0]?.webContents.getURL());
  expect(url).toBe('app://switchyard/index.html?view=popover');
}

/** An account with a key, and two presets. */
export async function setUp(host: TestHost): Promise<void> {
  const models = { model: 'claude-sonnet-4-6' };
  const calls: readonly (readonly [string, unknown])[] = [
    ['accounts.save', { id: 'work', gatewayUrl: GATEWAY, adminUrl: GATEWAY, secret: KEY }],
    [
      'presets.save',
      { preset: { id: 'anthropic', name: 'Anthropic', provider: '@anthropic', models } },
    ],
    ['presets.save', { preset: { id: 'bedrock', name: 'Bedrock', provider: '@bedrock', models } }],
  ];
  for (const [name, input] of calls) {
    const answer = await ask(host, name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`);
  }
}

/** Takes pictures of the first window's page, light and dark. */
export async function picture(host: TestHost, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await host.drive(
    async ({ windows }, file) => {
      const page = await [...windows].at(-1)?.opened;
      for (const colorScheme of ['light', 'dark'] as const) {
        await page?.emulateMedia({ colorScheme });
        await page?.screenshot({ path: `${file}-${colorScheme}.png` });
      }
      await page?.emulateMedia({ colorScheme: null });
    },
    path.join(SCREENS, name),
  );
}
