import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Processes that are started ahead, so that a kill does not have to wait for the next one's start. */
export interface Victims {
  /** One that is loaded and waits to be told to begin. */
  next(): Promise<ChildProcess>;
  dispose(): void;
}

/** Keeps `spare` processes ready. `NODE_COMPILE_CACHE` below `root` spares each of them the compiling. */
export async function keepVictims(
  program: string,
  args: readonly string[],
  options: { root: string; spare: number },
): Promise<Victims> {
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(options.root, 'compiled') };
  const start = () => {
    const child = fork(program, args, {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    const ready = once(child, 'message').then(() => child);
    const broken = once(child, 'exit').then(() => {
      throw new Error(`A process ended before it was ready. ${complaint}`);
    });
    const first = Promise.race([ready, broken]);
    // It is looked at when its turn comes.
    first.catch(() => {});
    broken.catch(() => {});
    return { child, first };
  };
  // Node writes the cache when a process ends by itself, so the first one does nothing but that.
  const warm = await start().first;
  const ended = once(warm, 'exit');
  warm.disconnect();
  await ended;

  const waiting = Array.from({ length: options.spare }, start);
  return {
    next: () => {
      waiting.push(start());
      const first = waiting.shift();
      if (first === undefined) throw new Error('No process waits.');
      return first.first;
    },
    dispose: () => {
      for (const { child } of waiting) child.kill('SIGKILL');
    },
  };
}

/** Ends a process at once and waits until nothing of it is left. */
export async function killNow(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
