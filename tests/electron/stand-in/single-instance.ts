import { readdirSync, readlinkSync, rmSync, symlinkSync, watch } from 'node:fs';
import path from 'node:path';

const LOCK = 'SingletonLock';
const STARTED = /^SingletonStart-\d+$/;

/** What a second process tells the first. */
export interface SecondStart {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/**
 * One app a folder, as Electron has it: the first process holds a link in the folder that names it, a later one finds it,
 * tells the first how it was started, and gets false. Chromium tells over a socket; here it is a link whose target is the
 * message, because that is one step and needs no server.
 */
export function createSingleInstance(options: {
  readonly folder: () => string;
  readonly onSecond: (start: SecondStart) => void;
}) {
  const { folder, onSecond } = options;
  let held: string | null = null;

  function take(): void {
    for (const name of readdirSync(folder()).filter((one) => STARTED.test(one))) {
      const file = path.join(folder(), name);
      const text = readlinkSync(file);
      rmSync(file);
      onSecond(JSON.parse(text) as SecondStart);
    }
  }

  function request(): boolean {
    const lock = path.join(folder(), LOCK);
    for (;;) {
      try {
        symlinkSync(String(process.pid), lock);
      } catch {
        if (!isAlive(Number(readlinkSync(lock)))) {
          rmSync(lock, { force: true });
          continue;
        }
        const start: SecondStart = { argv: process.argv, cwd: process.cwd() };
        const file = path.join(folder(), `SingletonStart-${process.pid}`);
        symlinkSync(JSON.stringify(start), file);
        return false;
      }
      held = lock;
      watch(folder(), { persistent: false }, take);
      return true;
    }
  }

  return {
    request,
    release: (): void => {
      if (held !== null) rmSync(held, { force: true });
      held = null;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
