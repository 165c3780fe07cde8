import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DIST = path.resolve(import.meta.dirname, '../../dist');
const chunks = readdirSync(DIST).filter((name) => /\.c?js$/.test(name));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-updater-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('electron-updater in the bundle', () => {
  const withUpdater = chunks.filter((name) =>
    readFileSync(path.join(DIST, name), 'utf8').includes('ERR_UPDATER_'),
  );

  it('is a file of its own, which nothing imports at once', () => {
    expect(withUpdater).toHaveLength(1);
    const [name = ''] = withUpdater;
    const eager = chunks.filter((one) =>
      new RegExp(`from\\s*["'\`]\\./${name.replaceAll('.', '\\.')}`).test(
        readFileSync(path.join(DIST, one), 'utf8'),
      ),
    );
    expect(eager).toEqual([]);
  });

  it('makes the Mac’s updater from that file alone, without a node_modules', () => {
    // The few things of Electron that it reads while it is made.
    const electron = path.join(folder, 'electron.cjs');
    writeFileSync(
      electron,
      `const Module = require('node:module');
       const { EventEmitter } = require('node:events');
       Object.defineProperty(process, 'platform', { value: 'darwin' });
       const app = Object.assign(new EventEmitter(), {
         isPackaged: true, getVersion: () => '1.2.3', getName: () => 'Switchyard',
         getAppPath: () => '/app', getPath: () => '/data', whenReady: () => Promise.resolve(),
       });
       const load = Module._load;
       Module._load = (request, ...rest) => {
         if (request === 'electron') return { app, autoUpdater: new EventEmitter() };
         if (!Module.isBuiltin(request) && !/^[./]/.test(request)) throw new Error('not bundled: ' + request);
         return load(request, ...rest);
       };\n`,
    );
    const url = pathToFileURL(path.join(DIST, withUpdater[0] ?? '')).href;
    const made = execFileSync(
      process.execPath,
      [
        '--require',
        electron,
        '--input-type=module',
        '--eval',
        `const loaded = await import(${JSON.stringify(url)});
         const { autoUpdater } = loaded.default ?? loaded;
         console.log(JSON.stringify([typeof autoUpdater.quitAndInstall, String(autoUpdater.currentVersion)]));`,
      ],
      { encoding: 'utf8', cwd: folder },
    );
    expect(JSON.parse(made)).toEqual(['function', '1.2.3']);
  });
});
