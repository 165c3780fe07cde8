import { existsSync } from 'node:fs';

import { defineConfig } from '@playwright/test';

import { CHROMIUM_FLAGS } from './test/chromium.ts';

/** Debian's Chromium where there is one; elsewhere the one that Playwright brings. */
const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** What measures frames has the machine to itself: it comes last, when nothing else is left to run. */
const MEASURED = '**/scroll.spec.ts';

export default defineConfig({
  testDir: new URL('../tests/renderer', import.meta.url).pathname,
  outputDir: new URL('../artifacts/playwright', import.meta.url).pathname,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [['list']],
  projects: [
    {
      name: 'electron',
      testDir: new URL('../tests/electron-app', import.meta.url).pathname,
      testMatch: '**/*.spec.ts',
    },
    { name: 'screens', testMatch: '**/*.spec.ts', testIgnore: MEASURED },
    { name: 'measured', testMatch: MEASURED, dependencies: ['screens'] },
  ],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 400, height: 600 },
    // A trace films every page, which takes half of a small machine: ask for it with `--trace on`.
    trace: 'off',
    launchOptions: {
      ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
      args: [...CHROMIUM_FLAGS],
    },
  },
});
