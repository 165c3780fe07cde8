import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { type Browser, chromium } from 'playwright';

import { startFakeHost } from '../../tests/fakes/fake-host.ts';
import { CHROMIUM_FLAGS, findChromium } from '../test/chromium.ts';
import { type BenchLine, judge, millisecondsOf, ratios } from './measure.ts';

/*
 * How long the app takes until there is an icon, and until the popover shows something: the built main bundle beside an empty
 * script, and the popover's page with 500 workspaces beside a page with one word.
 */

const DIST = path.join(import.meta.dirname, '../../dist');
const ROUNDS = 15;
const LOAD_LIMIT = 3;
const PAINT_LIMIT = { cold: 10, warm: 6 } as const;

/** Times the start. @throws when the app has not been built, or there is no Chromium */
export async function benchStartup(): Promise<BenchLine[]> {
  if (!fs.existsSync(path.join(DIST, 'main.js')))
    throw new Error('There is no dist/main.js yet: npm run build.');
  return [await timeMainBundle(), ...(await timePaint())];
}

/** Loads main.js with an Electron that has every name and is never ready, so what is timed is reading and running its code. */
async function timeMainBundle(): Promise<BenchLine> {
  const root = fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
  try {
    const sources = fs.readdirSync(DIST).filter((name) => name.endsWith('.js'));
    const names = new Set(
      sources.flatMap((name) =>
        [
          ...fs
            .readFileSync(path.join(DIST, name), 'utf8')
            .matchAll(/import\s*\{([^}]*)\}\s*from\s*["']electron["']/g),
        ].flatMap(([, list = '']) =>
          list.split(',').map((one) => one.trim().split(/\s+as\s+/)[0] ?? ''),
        ),
      ),
    );
    const stub = path.join(root, 'electron.mjs');
    fs.writeFileSync(
      stub,
      `const any = new Proxy(function () {}, { get: (_, key) => key === 'whenReady' ? () => new Promise(() => {}) : key === 'getPath' ? () => ${JSON.stringify(root)} : key === 'requestSingleInstanceLock' ? () => true : any, apply: () => any, construct: () => any });\n` +
        [...names]
          .filter(Boolean)
          .map((name) => `export const ${name} = any;`)
          .join('\n'),
    );
    const hook = path.join(root, 'hook.mjs');
    const url = pathToFileURL(stub).href;
    fs.writeFileSync(
      hook,
      `import { registerHooks } from 'node:module';\nregisterHooks({ resolve: (name, context, next) => name === 'electron' ? { url: '${url}', shortCircuit: true } : next(name, context) });`,
    );
    const empty = path.join(root, 'empty.mjs');
    fs.writeFileSync(empty, '');
    const run = (file: string): void => {
      const env = {
        PATH: process.env['PATH'],
        HOME: root,
        SWITCHYARD_HOME: path.join(root, 'home'),
      };
      const done = spawnSync(process.execPath, ['--import', hook, file], { env, encoding: 'utf8' });
      // Node says with 13 that something at the top was never settled; ours ends by itself.
      if (done.status !== 0) throw new Error(`${file}: ${done.stderr}`);
    };
    const pairs: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await millisecondsOf(() => run(path.join(DIST, 'main.js')));
      pairs.push([ours, await millisecondsOf(() => run(empty))]);
    }
    return judge('load of the main bundle', ratios(pairs), '≤', LOAD_LIMIT);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

async function timePaint(): Promise<BenchLine[]> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on this machine.');
  const host = await startFakeHost({ scenario: 'five-hundred', root: path.join(DIST, 'renderer') });
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const [cold, warm]: [number, number][][] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await paints(browser, `${host.url}?view=popover`);
      const word = await paints(browser, 'data:text/html,<p>word');
      cold?.push([ours.cold, word.cold]);
      warm?.push([ours.warm, word.warm]);
    }
    return [
      judge(
        'first paint of the popover, 500 workspaces, cold',
        ratios(cold ?? []),
        '≤',
        PAINT_LIMIT.cold,
      ),
      judge(
        'first paint of the popover, 500 workspaces, warm',
        ratios(warm ?? []),
        '≤',
        PAINT_LIMIT.warm,
      ),
    ];
  } finally {
    await browser.close();
    await host.close();
  }
}

/** First contentful paint in a new context, and of the same page opened again there; milliseconds since the navigation. */
async function paints(browser: Browser, url: string): Promise<{ cold: number; warm: number }> {
  const context = await browser.newContext({ viewport: { width: 400, height: 600 } });
  const page = await context.newPage();
  const paint = async (): Promise<number> => {
    await page.goto(url);
    return page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName('first-contentful-paint');
            if (entry !== undefined) resolve(entry.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
  };
  const cold = await paint();
  const warm = await paint();
  await context.close();
  return { cold, warm };
}
