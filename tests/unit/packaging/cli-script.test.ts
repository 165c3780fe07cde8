import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, '../../../build/cli/switchyard');
/** Stands for the bundled command line: says which Node runs it, and with what. */
const CLI = `console.log(JSON.stringify({ node: process.env.WHICH, args: process.argv.slice(2) }));\n`;
/** The places outside of a person's home that the script looks at; they are moved into the test's own folder. */
const PLACES = ['/opt/homebrew/bin/node', '/usr/local/bin/node'] as const;

let root: string;
let script: string;
let home: string;
let bin: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard cli ')));
  const resources = path.join(root, 'My Apps/Switchyard.app/Contents/Resources');
  script = path.join(resources, 'bin/switchyard');
  home = path.join(root, 'home of ana');
  bin = path.join(root, 'usr bin');
  for (const folder of [path.join(resources, 'bin'), path.join(resources, 'cli/dist'), home, bin])
    mkdirSync(folder, { recursive: true });
  copyFileSync(SCRIPT, script);
  const text = readFileSync(script, 'utf8');
  for (const place of PLACES) expect(text).toContain(place);
  writeFileSync(
    script,
    PLACES.reduce((moved, place) => moved.replace(place, `"${root}${place}"`), text),
  );
  writeFileSync(path.join(resources, 'cli/package.json'), '{ "type": "module" }');
  writeFileSync(path.join(resources, 'cli/dist/cli.js'), CLI);
  for (const tool of ['sh', 'readlink', 'dirname', 'ls', 'sort', 'tail'])
    symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), path.join(bin, tool));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Puts this Node at a path, to say that it has that version. */
function putNode(place: string, version: string): string {
  const program = path.join(root, place);
  mkdirSync(path.dirname(program), { recursive: true });
  const lie = path.join(path.dirname(program), 'version.cjs');
  writeFileSync(
    lie,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
     process.env.WHICH = '${place}';\n`,
  );
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" --require "${lie}" "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

function run(
  given: { program?: string; args?: string[]; env?: Record<string, string>; shell?: string } = {},
): { status: number | null; said: unknown; complaint: string } {
  const { program = script, args = [], env = {}, shell } = given;
  const [command, all] = shell === undefined ? [program, args] : [shell, [program, ...args]];
  const done = spawnSync(command, all, {
    cwd: root,
    env: { PATH: bin, HOME: home, ...env },
    encoding: 'utf8',
  });
  const said: unknown = done.stdout === '' ? null : JSON.parse(done.stdout);
  return { status: done.status, said, complaint: done.stderr };
}

const ranBy = (node: string, ...args: string[]) => ({
  status: 0,
  said: { node, args },
  complaint: '',
});

describe('the script that starts the command line of the packaged app', () => {
  it.each(['sh', 'bash'])(
    'hands everything on as it is, from a folder with spaces, in %s',
    (name) => {
      putNode('usr bin/node', '24.1.0');
      const shell = execFileSync('which', [name], { encoding: 'utf8' }).trim();
      const args = ['apply', 'two words', '', '$HOME', '--flag=*'];
      expect(run({ shell, args })).toEqual(ranBy('usr bin/node', ...args));
    },
  );

  it('can be linked to, through several links, relative and absolute, and called from elsewhere', () => {
    putNode('usr bin/node', '24.1.0');
    mkdirSync(path.join(root, 'links'));
    symlinkSync(script, path.join(root, 'links/first link'));
    symlinkSync('first link', path.join(root, 'links/second'));
    symlinkSync('../links/second', path.join(bin, 'switchyard'));
    expect(run({ program: path.join(bin, 'switchyard') })).toEqual(ranBy('usr bin/node'));
    const byName = spawnSync('/bin/sh', ['-c', 'CDPATH=/tmp; export CDPATH; switchyard one'], {
      cwd: home,
      env: { PATH: bin, HOME: home },
      encoding: 'utf8',
    });
    expect(JSON.parse(byName.stdout)).toEqual({ node: 'usr bin/node', args: ['one'] });
  });

  it.each([
    ['opt/homebrew/bin/node', {}],
    ['usr/local/bin/node', {}],
    ['home of ana/.volta/bin/node', {}],
    ['own volta/bin/node', { VOLTA_HOME: 'own volta' }],
    [
      'home of ana/.nvm/versions/node/v22.14.0/bin/node',
      { NVM_BIN: 'home of ana/.nvm/versions/node/v22.14.0/bin' },
    ],
  ])('finds a Node in %s', (place, env) => {
    putNode(place, '22.14.0');
    const absolute = Object.entries(env).map(([name, value]) => [name, path.join(root, value)]);
    expect(run({ env: Object.fromEntries(absolute) as Record<string, string> })).toEqual(
      ranBy(place),
    );
  });

  it.each([
    ['v22.9.0', {}, '22.9.0'],
    ['22', {}, '22.14.0'],
    ['node', {}, '24.2.0'],
    ['lts/*', { 'lts/*': 'lts/jod', 'lts/jod': 'v22.14.0' }, '22.14.0'],
    ['mine', { mine: '24.2' }, '24.2.0'],
  ])('finds nvm’s default when it is %s', (name, aliases, version) => {
    const nvm = path.join(home, '.nvm');
    mkdirSync(path.join(nvm, 'alias/lts'), { recursive: true });
    for (const [alias, target] of Object.entries({ default: name, ...aliases }))
      writeFileSync(path.join(nvm, 'alias', alias), `${target}\n`);
    const placeOf = (one: string) => `home of ana/.nvm/versions/node/v${one}/bin/node`;
    for (const one of ['22.9.0', '22.14.0', '24.2.0']) putNode(placeOf(one), one);
    expect(run()).toEqual(ranBy(placeOf(version)));
  });

  it('passes a Node by that is too old, and takes one with SQLite before one without', () => {
    putNode('usr bin/node', '18.20.0');
    putNode('opt/homebrew/bin/node', '20.19.0');
    expect(run()).toEqual(ranBy('opt/homebrew/bin/node'));
    putNode('usr/local/bin/node', '22.13.0');
    expect(run()).toEqual(ranBy('usr/local/bin/node'));
  });

  it('uses the Node that was named before any other, and says so when it does not fit', () => {
    putNode('usr bin/node', '24.1.0');
    expect(run({ env: { SWITCHYARD_NODE: putNode('my node', '20.19.5') } })).toEqual(
      ranBy('my node'),
    );
    const old = putNode('my node', '20.18.3');
    for (const named of [old, path.join(root, 'nowhere'), root]) {
      expect(run({ env: { SWITCHYARD_NODE: named } })).toEqual({
        status: 1,
        said: null,
        complaint: `SWITCHYARD_NODE is ${named}, which is no Node 20.19 or newer. Name another, or leave it out.\n`,
      });
    }
  });

  it('says what it needs where there is no Node, or only an old one', () => {
    const refused = {
      status: 1,
      said: null,
      complaint:
        "Switchyard's command line needs Node 20.19 or newer, and none was found. Install it, or name one: SWITCHYARD_NODE=/path/to/node.\n",
    };
    expect(run()).toEqual(refused);
    putNode('usr bin/node', '20.18.3');
    putNode('home of ana/.volta/bin/node', '16.0.0');
    expect(run()).toEqual(refused);
  });

  it('gives back the exit code of the command', () => {
    putNode('usr bin/node', '24.1.0');
    writeFileSync(path.join(script, '../../cli/dist/cli.js'), 'process.exitCode = 3;\n');
    expect(run()).toEqual({ status: 3, said: null, complaint: '' });
  });
});
