import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
let folder: string;

/** A project that is built, with a command line that only says how it was called. */
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard start ')));
  for (const name of ['start.ts', 'start-plan.ts', 'run-program.ts', 'electron-binary.ts'])
    cpSync(path.join(ROOT, 'build', name), path.join(folder, 'build', name));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  // A person with a display: neither is a matter of course where tests run.
  writeFileSync(path.join(folder, 'person.cjs'), 'process.getuid = () => 1000;\n');
  mkdirSync(path.join(folder, 'dist/renderer'), { recursive: true });
  for (const name of ['main.js', 'preload.cjs', 'renderer/index.html'])
    writeFileSync(path.join(folder, 'dist', name), '');
  writeFileSync(
    path.join(folder, 'dist/cli.js'),
    'console.log(`the command line: ${process.argv.slice(2).join(" ")}`);\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a program in the place of Electron's. */
function putElectron(content: string | Buffer, mode = 0o755): void {
  const electron = path.join(folder, 'node_modules/electron');
  mkdirSync(path.join(electron, 'dist'), { recursive: true });
  writeFileSync(path.join(electron, 'path.txt'), 'electron');
  writeFileSync(path.join(electron, 'dist/electron'), content);
  chmodSync(path.join(electron, 'dist/electron'), mode);
}

function start(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', path.join(folder, 'person.cjs'), path.join(folder, 'build/start.ts'), ...args],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], DISPLAY: ':99' }, timeout: 20_000 },
  );
  return { status, stdout, stderr };
}

describe('npm start with an Electron that is there', () => {
  it('starts it with the project and what was asked for', () => {
    putElectron('#!/bin/sh\necho "electron: $*"\necho warning >&2\nexit 0\n');
    expect(start('--demo')).toEqual({
      status: 0,
      stdout: `electron: ${folder} --demo\n`,
      stderr: 'warning\n',
    });
  });

  it.each([
    [
      'lacks a library',
      '#!/bin/sh\necho "$0: error while loading shared libraries: libnss3.so: no such file" >&2\nexit 127\n',
      'error while loading shared libraries: libnss3.so: no such file',
    ],
    [
      'crashes at once, with a stack trace',
      '#!/bin/sh\nprintf "[1:2/3:FATAL:a.cc(1)] No usable sandbox!\\n#0 0x5581 base::debug\\n#1 0x5582\\n" >&2\nkill -TRAP $$\n',
      'No usable sandbox!',
    ],
    ['fails without a word', '#!/bin/sh\nexit 1\n', 'it ended with 1'],
  ])('opens the browser with one line when it %s', (_what, content, reason) => {
    putElectron(content);
    expect(start('--demo')).toEqual({
      status: 0,
      stdout: `Electron could not start here (${reason}); opening Switchyard in the browser instead.\nthe command line: serve --demo\n`,
      stderr: '',
    });
  });

  it('opens the browser with one line when it may not be run', () => {
    putElectron('#!/bin/sh\n', 0o644);
    expect(start().stdout).toBe(
      'Electron could not start here (it ended with 127); opening Switchyard in the browser instead.\nthe command line: serve\n',
    );
  });

  it('opens the browser with one line when it is made for another machine', () => {
    putElectron(Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 0, 0, 0, 0]));
    const { stdout, stderr } = start();
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^Electron could not start here \(it ended with \d+\); opening .*\nthe command line: serve\n$/,
    );
  });

  it('ends when a person ends it, and opens nothing instead', () => {
    putElectron('#!/bin/sh\nkill -TERM $$\n');
    expect(start()).toEqual({ status: 143, stdout: '', stderr: '' });
  });
});
