import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SwitchyardRun {
  readonly args: readonly string[];
  /** Null when it took too long and was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Switchyard {
  /** Its own folder (SWITCHYARD_HOME). */
  readonly home: string;
  /** Every run so far, to be searched for what must not be printed. */
  readonly runs: readonly SwitchyardRun[];
  run(
    args: readonly string[],
    options?: { stdin?: string; env?: Readonly<Record<string, string>> },
  ): Promise<SwitchyardRun>;
  /** Runs with `--json`, expects exit code 0, and returns the document of stdout. */
  ask(args: readonly string[], stdin?: string): Promise<Record<string, unknown>>;
  /** Runs with `--json`, expects exit code 1, and returns the failure's code and message. */
  refusal(args: readonly string[]): Promise<{ code: string; message: string; hint?: string }>;
  dispose(): Promise<void>;
}

const CLI = join(import.meta.dirname, '../../../dist/cli.js');
const TIMEOUT_MS = 60_000;

/**
 * The built command line, as a person has it, with a folder of its own.
 *
 * @param options.env the whole process environment but SWITCHYARD_HOME
 * @throws when the project has not been built
 */
export async function makeSwitchyard(options: {
  env: Readonly<Record<string, string>>;
}): Promise<Switchyard> {
  if (!existsSync(CLI)) {
    throw new Error(
      'dist/cli.js is missing: this suite tests the built product. Run “npm run build” first, or let “npm test” do it.',
    );
  }
  const home = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-own-')));
  const runs: SwitchyardRun[] = [];

  const run: Switchyard['run'] = async (args, { stdin = '', env = {} } = {}) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: tmpdir(),
      env: { ...options.env, SWITCHYARD_HOME: home, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    // A command that reads no stdin may be gone before it is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    await once(child, 'close');
    clearTimeout(timer);
    const done = { args, code: child.exitCode, stdout, stderr };
    runs.push(done);
    return done;
  };

  const document = (done: SwitchyardRun, expected: number): Record<string, unknown> => {
    if (done.code === expected) return JSON.parse(done.stdout) as Record<string, unknown>;
    const command = `switchyard ${done.args.join(' ')}`;
    throw new Error(`${command} ended with ${done.code}:\n${done.stdout}\n${done.stderr}`);
  };

  return {
    home,
    runs,
    run,
    ask: async (args, stdin) =>
      document(await run([...args, '--json'], stdin === undefined ? {} : { stdin }), 0),
    refusal: async (args) => {
      const { failure } = document(await run([...args, '--json']), 1);
      return failure as { code: string; message: string; hint?: string };
    },
    dispose: () => rm(home, { recursive: true, force: true }),
  };
}
