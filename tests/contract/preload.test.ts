import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findPreloadFaults } from '../../build/verify-preload.ts';
import { NODE_BUNDLES, nodeConfig } from '../../build/vite.node.ts';

let outDir: string;
let source: string;

beforeAll(async () => {
  outDir = await mkdtemp(path.join(tmpdir(), 'switchyard-preload-'));
  await build(nodeConfig(NODE_BUNDLES.preload, { outDir, version: '0.0.0' }));
  source = await readFile(path.join(outDir, 'preload.cjs'), 'utf8');
});
afterAll(async () => {
  await rm(outDir, { recursive: true, force: true });
});

describe('the built preload', () => {
  it('is one small file that offers exactly the contract', async () => {
    expect(await findPreloadFaults(source)).toEqual([]);
    expect(source.length).toBeLessThan(5000);
  });

  it.each([
    ['loads Node’s file system', (s: string) => `require('node:fs');${s}`],
    ['requires a name that it makes up', (s: string) => `const n='fs';require(n);${s}`],
    ['passes require around', (s: string) => `const r=require;${s}`],
    ['imports at run time', (s: string) => `import('electron');${s}`],
    ['evaluates text', (s: string) => `eval('1');${s}`],
    ['is no CommonJS script', (s: string) => `import 'electron';${s}`],
    ['leaves a request out', (s: string) => s.replace(',journal.undo', '')],
    ['has a request too many', (s: string) => s.replace('journal.undo', 'journal.undo,__proto__')],
    ['asks on another channel', (s: string) => s.replace('switchyard:', 'other:')],
    [
      'hands out the event',
      (s: string) => s.replace(/=\(_event,payload\)=>listener\(payload\)/, '=listener'),
    ],
    ['never unsubscribes', (s: string) => s.replace('ipcRenderer.off', 'ipcRenderer.invoke')],
    [
      'lets any event through',
      (s: string) => s.replace(/if\(!events\.has\(name\)\)throw[^;]*;/, ''),
    ],
    [
      'exposes a second thing',
      (s: string) => `${s};require('electron').contextBridge.exposeInMainWorld('x',{})`,
    ],
    ['exposes nothing', () => '"nothing"'],
  ])('would be refused if it %s', async (_what, spoil) => {
    const spoilt = spoil(source);
    expect(spoilt).not.toBe(source);
    expect(await findPreloadFaults(spoilt)).not.toEqual([]);
  });
});
