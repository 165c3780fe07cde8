import { mkdirSync } from 'node:fs';

import { type ConsoleMessage, expect, type Page, test as base } from '@playwright/test';

import type { Scenario } from '../fakes/fake-data.ts';
import { type FakeHost, startFakeHost } from '../fakes/fake-host.ts';
import { NOW } from '../fakes/fake-spend.ts';

const ROOT = new URL('../../dist/renderer', import.meta.url).pathname;
const SCREENS = new URL('../../artifacts/screens/', import.meta.url).pathname;

export type View = 'popover' | 'window';

const SIZES: Readonly<Record<View, { width: number; height: number }>> = {
  popover: { width: 400, height: 600 },
  window: { width: 1040, height: 700 },
};

interface Fixtures {
  /** Starts a host with this scenario and opens the view on it. */
  open: (scenario: Scenario, view?: View, hash?: string) => Promise<FakeHost>;
  /** Console errors that this test means to cause; everything else fails it. */
  expectedErrors: RegExp[];
}

/** Every test fails on an error in the console or the page: a breach of the policy shows itself there. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- the shape that Playwright asks for
  expectedErrors: async ({}, use) => {
    await use([]);
  },
  open: async ({ page, expectedErrors }, use) => {
    const hosts: FakeHost[] = [];
    const problems: string[] = [];
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await use(async (scenario, view = 'popover', hash = '') => {
      const host = await startFakeHost({ scenario, root: ROOT });
      hosts.push(host);
      await page.setViewportSize(SIZES[view]);
      // Ages are those of the fakes' own time; timers run as ever.
      await page.clock.setFixedTime(NOW);
      await page.goto(`${host.url}?view=${view}${hash}`);
      return host;
    });
    await Promise.all(hosts.map((host) => host.close()));
    const unexpected = problems.filter((text) => !expectedErrors.some((one) => one.test(text)));
    expect(unexpected, 'errors in the console').toEqual([]);
  },
});

export { expect };

/** Takes a picture of the page as it is, in light and in dark, for people to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${SCREENS}${name}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** The list's row of a workspace. */
export function row(page: Page, name: string) {
  return page
    .locator('.tree-row')
    .filter({ has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
}

/** True when nothing in the page is wider than the page. */
export async function fitsInWidth(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'html, body, main, section, .scroller, .detail-body, .wizard-body',
      ),
    ].every(
      (element) => element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0,
    ),
  );
}
