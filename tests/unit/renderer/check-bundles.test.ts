import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkBundles } from '../../../build/check-bundles.ts';

let dist = '';

/** Text of that many bytes that gzip cannot make smaller than three quarters of it. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64').slice(0, bytes);

function write(name: string, text: string): void {
  const file = path.join(dist, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('the bundle bars', () => {
  beforeEach(() => {
    dist = mkdtempSync(path.join(tmpdir(), 'switchyard-bundles-'));
    write(
      'renderer/index.html',
      '<script type="module" src="./assets/index-a.js"></script><link rel="stylesheet" href="./assets/index-b.css">',
    );
    write('renderer/assets/index-b.css', 'a{}');
    write('renderer/assets/index-a.js', 'import"./shared-c.js";const p=()=>import("./lazy-d.js");');
    write('renderer/assets/shared-c.js', 'export const x=1;');
    write('renderer/assets/lazy-d.js', 'export const y=2;');
  });
  afterEach(() => rmSync(dist, { recursive: true, force: true }));

  it('count what the first page loads, and lazy chunks only in the whole', async () => {
    write('renderer/assets/lazy-d.js', `/*${noise(50_000)}*/`);
    const sizes = await checkBundles(dist);
    expect(sizes.initial).toBeLessThan(500);
    expect(sizes.renderer).toBeGreaterThan(30_000);
    expect(sizes).toMatchObject({ main: null, preload: null });
  });

  it('fail and name the bundle when a static import grows over the bar', async () => {
    write('renderer/assets/shared-c.js', `export const x="${noise(190_000)}";`);
    await expect(checkBundles(dist)).rejects.toThrow(/initial is 14\d\.\d kB, 130 kB is the most/);
  });

  it('count what main imports statically, and the preload', async () => {
    write('renderer/assets/lazy-d.js', 'export const y=2;');
    write('main.js', 'import { a } from "./chunks/a.js"; void import("./chunks/lazy.js");');
    write('chunks/a.js', noise(1000));
    write('chunks/lazy.js', noise(400_000));
    write('preload.cjs', noise(6000));
    await expect(checkBundles(dist)).rejects.toThrow('preload is 6.0 kB, 5 kB is the most');
  });
});
