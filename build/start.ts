import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { electronBinary } from './electron-binary.ts';
import { runProgram } from './run-program.ts';
import {
  afterElectron,
  chooseHost,
  electronObstacle,
  NEVER_UP_MS,
  needsBuild,
} from './start-plan.ts';

const root = join(import.meta.dirname, '..');
const SOURCES = ['shared', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
const OUTPUTS = ['main.js', 'preload.cjs', 'cli.js', 'renderer'];
/** Electron is about 120 MB; whoever waits longer than this for it is better off in the browser. */
const FETCH_LIMIT_MS = 5 * 60_000;

process.exitCode = await start(process.argv.slice(2));

async function start(args: readonly string[]): Promise<number> {
  if (needsBuild(buildTimes())) {
    console.log('Building Switchyard…');
    const { code } = await runProgram(process.execPath, [join(root, 'build/build.ts')]);
    if (code !== 0) {
      console.error('The build failed, so there is nothing to start.');
      return code;
    }
  }
  const machine = {
    platform: process.platform,
    root: process.getuid?.() === 0,
    display: ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== ''),
  };
  const electron = electronObstacle(machine) === null ? await findOrFetchElectron() : null;
  const host = chooseHost({ ...machine, electron });
  const serve = async (why: string): Promise<number> => {
    console.log(why);
    return (await runProgram(process.execPath, [join(root, 'dist/cli.js'), 'serve', ...args])).code;
  };
  if (host.kind === 'browser') return serve(host.why);
  const began = performance.now();
  const ran = await runProgram(host.program, [root, ...args], { holdBackMs: NEVER_UP_MS });
  const why = afterElectron({ ...ran, afterMs: performance.now() - began });
  if (why !== null) return serve(why);
  process.stderr.write(ran.heldBack);
  return ran.code;
}

function buildTimes(): { newestSource: number; outputs: (number | null)[] } {
  return {
    newestSource: Math.max(...SOURCES.map((name) => newest(join(root, name)) ?? 0)),
    outputs: OUTPUTS.map((name) => newest(join(root, 'dist', name))),
  };
}

/** The time of the newest file at or below a path; null when there is none. */
function newest(path: string): number | null {
  const about = statSync(path, { throwIfNoEntry: false });
  if (about === undefined) return null;
  if (!about.isDirectory()) return about.mtimeMs;
  const times = readdirSync(path).map((name) => newest(join(path, name)) ?? 0);
  return times.length === 0 ? null : Math.max(...times);
}

/**
 * Electron's executable. Its package brings none: the first `require('electron')` downloads it and throws when it cannot, so
 * its own install script is run here instead, quietly and for a bounded time.
 */
async function findOrFetchElectron(): Promise<string | null> {
  const folder = join(root, 'node_modules/electron');
  const script = join(folder, 'install.js');
  const present = electronBinary(root);
  if (present !== null || !existsSync(script)) return present;
  console.log('Fetching Electron (about 120 MB, once)…');
  await runProgram(process.execPath, [script], { quiet: true, limitMs: FETCH_LIMIT_MS });
  return electronBinary(root);
}
