import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

import { electronBinary } from './electron-binary.ts';
import { afterElectron, chooseHost, electronObstacle, needsBuild } from './start-plan.ts';

const root = join(import.meta.dirname, '..');
const SOURCES = ['shared', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
const OUTPUTS = ['main.js', 'preload.cjs', 'cli.js', 'renderer'];
/** Electron is about 120 MB; whoever waits longer than this for it is better off in the browser. */
const FETCH_LIMIT_MS = 5 * 60_000;

process.exitCode = await start(process.argv.slice(2));

async function start(args: readonly string[]): Promise<number> {
  if (needsBuild(buildTimes())) {
    console.log('Building Switchyard…');
    const code = await run(process.execPath, [join(root, 'build/build.ts')]);
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
  const serve = (why: string) => {
    console.log(why);
    return run(process.execPath, [join(root, 'dist/cli.js'), 'serve', ...args]);
  };
  if (host.kind === 'browser') return serve(host.why);
  const began = performance.now();
  const code = await run(host.program, [root, ...args]);
  const why = afterElectron({ code, afterMs: performance.now() - began });
  return why === null ? code : serve(why);
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
  await run(process.execPath, [script], { quiet: true, limitMs: FETCH_LIMIT_MS });
  return electronBinary(root);
}

/** Runs a program to its end, passing signals on. @returns its exit code; 128 + the signal's number when one ended it */
function run(
  program: string,
  args: readonly string[],
  { quiet = false, limitMs }: { quiet?: boolean; limitMs?: number } = {},
): Promise<number> {
  const env = { ...process.env };
  // Set by some editors' terminals; with it Electron would start as plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: quiet ? 'ignore' : 'inherit',
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: 'SIGKILL' as const }),
    });
    const passOn = (signal: NodeJS.Signals): void => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, passOn);
    const end = (code: number): void => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code);
    };
    child.on('error', () => {
      if (!quiet) console.error(`${program} could not be started.`);
      end(127);
    });
    child.on('close', (code, signal) =>
      end(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}
