import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ClaudeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The last message of a turn in stream-json output. */
export interface TurnResult {
  readonly isError: boolean;
  /** The answer, or what the CLI says went wrong. */
  readonly text: string;
  readonly sessionId: string;
}

export interface ClaudeSession {
  /** Sends a prompt and resolves when its turn is over. Rejects when the CLI ends or nothing comes in `timeoutMs`. */
  send(text: string): Promise<TurnResult>;
  stderr(): string;
  close(): Promise<void>;
}

interface LaunchOptions {
  /** The executable. */
  readonly claude: string;
  /** Folder that the CLI starts in: the worktree. */
  readonly cwd: string;
  /** The whole process environment, see `makeClaudeHome`. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** Conductor starts Claude Code with these sources, so the worktree's own file counts. */
const SETTING_SOURCES = '--setting-sources=user,project,local';

/** Runs `claude -p <prompt>` to its end. A run that takes too long is killed and has code null. */
export async function runClaude(options: LaunchOptions & { prompt: string }): Promise<ClaudeRun> {
  const child = spawn(
    options.claude,
    ['-p', options.prompt, SETTING_SOURCES, ...(options.args ?? [])],
    { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? TIMEOUT_MS);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  await once(child, 'close');
  clearTimeout(timer);
  return { code: child.exitCode, stdout, stderr };
}

/**
 * Opens a session as Conductor does: one long-lived process, prompts as JSON lines on stdin, messages as JSON lines on
 * stdout. Process environment and arguments are fixed at the start; settings files are watched by the CLI.
 */
export function openSession(options: LaunchOptions): ClaudeSession {
  const child = spawn(
    options.claude,
    [
      '-p',
      '--output-format',
      'stream-json',
      '--verbose',
      '--input-format',
      'stream-json',
      SETTING_SOURCES,
      ...(options.args ?? []),
    ],
    { cwd: options.cwd, env: options.env, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  // Writing to a CLI that has ended fails here; `send` says so by its own rejection.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  let waiting: { resolve(turn: TurnResult): void; reject(error: Error): void } | null = null;
  const settle = (use: (current: NonNullable<typeof waiting>) => void): void => {
    const current = waiting;
    waiting = null;
    if (current) use(current);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const turn = parseResult(line);
    if (turn) settle((current) => current.resolve(turn));
  });
  child.once('close', (code) =>
    settle((current) => current.reject(new Error(`claude ended with ${code}\n${stderr}`))),
  );

  return {
    send: async (text) => {
      if (waiting) throw new Error('The turn before is not over');
      const turn = new Promise<TurnResult>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      const timer = setTimeout(() => {
        settle((current) => current.reject(new Error(`No result in time\n${stderr}`)));
      }, options.timeoutMs ?? TIMEOUT_MS);
      const message = { type: 'user', message: { role: 'user', content: text } };
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return turn.finally(() => clearTimeout(timer));
    },
    stderr: () => stderr,
    close: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await closed;
      clearTimeout(timer);
    },
  };
}

function parseResult(line: string): TurnResult | null {
  let message: { type?: string; is_error?: boolean; result?: string; session_id?: string };
  try {
    message = JSON.parse(line) as typeof message;
  } catch {
    return null;
  }
  if (message.type !== 'result') return null;
  return {
    isError: message.is_error === true,
    text: message.result ?? '',
    sessionId: message.session_id ?? '',
  };
}
