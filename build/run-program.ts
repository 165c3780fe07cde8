import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a program ended. */
export interface Ran {
  /** Its exit code; 128 + the signal's number when one ended it, 127 when it could not be started at all. */
  readonly code: number;
  /** What it wrote to its error output within `holdBackMs` and what was therefore not shown. */
  readonly heldBack: string;
}

/**
 * Runs a program to its end in this terminal, passing signals on. Never rejects.
 *
 * @param options.quiet nothing of what it writes is shown
 * @param options.limitMs it is killed after so long
 * @param options.holdBackMs so long its error output is kept, and shown after that if it still runs; a program that ends
 *   sooner leaves it to the caller
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: {
    readonly quiet?: boolean;
    readonly limitMs?: number;
    readonly holdBackMs?: number;
  } = {},
): Promise<Ran> {
  const { quiet = false, limitMs, holdBackMs } = options;
  const env = { ...process.env };
  // Set by some editors' terminals; with it Electron would start as plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return new Promise((resolve) => {
    const shown = quiet ? 'ignore' : 'inherit';
    const child = spawn(program, args, {
      env,
      stdio: [shown, shown, holdBackMs === undefined ? shown : 'pipe'],
      ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: 'SIGKILL' as const }),
    });
    const passOn = (signal: NodeJS.Signals): void => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, passOn);

    let held: Buffer[] | null = [];
    const text = (): string => Buffer.concat(held ?? []).toString();
    child.stderr?.on('data', (bytes: Buffer) => {
      if (held === null) process.stderr.write(bytes);
      else held.push(bytes);
    });
    const letGo = setTimeout(() => {
      process.stderr.write(text());
      held = null;
    }, holdBackMs ?? 0);

    const end = (code: number): void => {
      clearTimeout(letGo);
      for (const signal of signals) process.off(signal, passOn);
      resolve({ code, heldBack: text() });
    };
    child.on('error', () => end(127));
    child.on('close', (code, signal) =>
      end(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}
