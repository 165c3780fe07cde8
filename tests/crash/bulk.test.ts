import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Keyring, startKeyring } from '../real/peers/keyring.ts';
import { type GitRepo, makeGitRepo } from '../unit/support/git-repo.ts';

const WORKTREES = 200;
const KEY = 'pk-live-5f0c2a7e9b41d3';
const CLI = path.join(import.meta.dirname, '../../electron/cli.ts');
const PRESET = {
  id: 'anthropic',
  name: 'Anthropic',
  provider: '@anthropic-prod',
  models: { sonnet: 'claude-sonnet-4-6', opus: 'claude-opus-4-8', haiku: 'claude-haiku-4-5' },
};

interface Listed {
  readonly ok: boolean;
  readonly applied: number;
  readonly already: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly results: readonly { worktree: string; state: string; journalId: number | null }[];
}

let repo: GitRepo;
let keyring: Keyring;

beforeAll(async () => {
  repo = await makeGitRepo([]);
  for (let index = 0; index < WORKTREES; index += 1)
    repo.git('web', 'worktree', 'add', '-q', '--detach', path.join(repo.root, `work/w${index}`));
  keyring = await startKeyring();
  await run(['accounts', 'add', 'work'], KEY);
  await run(['presets', 'save', '--file', '-'], JSON.stringify(PRESET));
  await run(['roots', 'add', repo.root]);
}, 120_000);

afterAll(async () => {
  await keyring.dispose();
  repo.dispose();
});

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CLI, ...args, '--json'], {
    env: {
      ...process.env,
      ...keyring.env,
      HOME: repo.root,
      CLAUDE_CONFIG_DIR: path.join(repo.root, '.claude'),
      SWITCHYARD_HOME: path.join(repo.root, 'home'),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function run(args: readonly string[], stdin = '') {
  const child = start(args);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  child.stdin?.end(stdin);
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** Runs until so many worktrees are said to be done, then does something to the process. */
async function stopAfter(count: number, args: readonly string[], signal: NodeJS.Signals) {
  const child = start(args);
  let [stdout, lines] = ['', 0];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => {
    lines += chunk.toString('utf8').split('\n').length - 1;
    // A second one would end it at once.
    if (lines >= count && !child.killed) child.kill(signal);
  });
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, stdout };
}

const files = () =>
  Array.from({ length: WORKTREES }, (_, index) =>
    path.join(repo.root, `work/w${index}/.claude/settings.local.json`),
  );

/** The owned variables of every file that is there; a torn one would not be JSON. */
function written(): Map<string, { env: Record<string, string>; changedAt: number }> {
  return new Map(
    files()
      .filter((file) => fs.existsSync(file))
      .map((file) => [
        file,
        {
          ...(JSON.parse(fs.readFileSync(file, 'utf8')) as { env: Record<string, string> }),
          changedAt: fs.statSync(file).mtimeMs,
        },
      ]),
  );
}

describe(`a bulk apply to ${WORKTREES} worktrees`, () => {
  const apply = ['apply', '--all-in', 'web', '--preset', 'anthropic'];

  it(
    'that is killed and run again does the rest, and writes no file twice',
    { timeout: 120_000 },
    async () => {
      const killed = await stopAfter(45, apply, 'SIGKILL');
      expect(killed.signal).toBe('SIGKILL');
      const before = written();
      expect(before.size).toBeGreaterThan(20);
      expect(before.size).toBeLessThan(WORKTREES);

      const cancelled = await stopAfter(100, apply, 'SIGINT');
      const some = written();
      expect(some.size).toBeGreaterThan(before.size);
      const told = JSON.parse(cancelled.stdout) as Listed;
      expect(cancelled.code).toBe(1);
      expect(told.cancelled).toBe(WORKTREES - some.size);

      const again = await run(apply);
      expect(again.code, again.stderr).toBe(0);
      const outcome = JSON.parse(again.stdout) as Listed;
      expect(outcome).toMatchObject({ ok: true, failed: 0, cancelled: 0, already: some.size });
      expect(outcome.applied).toBe(WORKTREES - some.size);
      expect(again.stderr.trim().split('\n')).toHaveLength(WORKTREES);

      const after = written();
      expect(after.size).toBe(WORKTREES);
      const traces = new Set<string>();
      for (const [file, { env, changedAt }] of after) {
        const headers = env['ANTHROPIC_CUSTOM_HEADERS'] ?? '';
        expect(headers, file).toContain('x-portkey-provider: @anthropic-prod');
        expect(env['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
        traces.add(/x-portkey-trace-id: (.*)/.exec(headers)?.[1] ?? '');
        const earlier = some.get(file);
        if (earlier !== undefined) expect(changedAt).toBe(earlier.changedAt);
      }
      expect(traces.size).toBe(WORKTREES);

      const journal = JSON.parse((await run(['undo', '--list'])).stdout) as { action: string }[];
      expect(journal.length).toBeGreaterThan(0);
      const strays = fs
        .readdirSync(repo.root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.tmp'));
      expect(strays).toEqual([]);
      for (const text of [again.stdout, again.stderr, killed.stdout])
        expect(text).not.toContain(KEY);
    },
  );

  it(
    'finds nothing left to do a second time, and journals each file once',
    { timeout: 60_000 },
    async () => {
      const begun = performance.now();
      const outcome = JSON.parse((await run(apply)).stdout) as Listed;
      console.log(
        `${WORKTREES} worktrees that are right: ${Math.round(performance.now() - begun)} ms`,
      );
      expect(outcome).toMatchObject({ applied: 0, already: WORKTREES });
      const { DatabaseSync } = await import('node:sqlite');
      const state = new DatabaseSync(path.join(repo.root, 'home/state.db'), { readOnly: true });
      const rows = state
        .prepare("SELECT file, count(*) AS n FROM journal WHERE action = 'apply' GROUP BY file")
        .all();
      state.close();
      expect(rows).toHaveLength(WORKTREES);
      expect(rows.filter((row) => row['n'] !== 1)).toEqual([]);
    },
  );

  it('takes names and globs, refuses one trace ID for all, and says what it would do', async () => {
    const dry = await run(['apply', '--match', 'web/w1?', '--preset', 'anthropic', '--dry-run']);
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, total: 10 });
    const named = await run(['apply', 'w1', 'w2', 'w2', '--preset', 'anthropic']);
    expect(JSON.parse(named.stdout)).toMatchObject({ ok: true, total: 2, already: 2 });
    const traced = await run(['apply', 'w1', 'w2', '--preset', 'anthropic', '--trace', 'mine']);
    expect(JSON.parse(traced.stdout)).toMatchObject({ failure: { code: 'request.invalid' } });
    const nobody = await run(['apply', '--match', 'nothing/*', '--preset', 'anthropic']);
    expect(nobody.code).toBe(1);
  });
});

describe('a setup script', () => {
  it(
    'provisions the new worktree that it runs in, once, by the rule',
    { timeout: 60_000 },
    async () => {
      const rule = await run([
        'rules',
        'add',
        '--repo',
        'web',
        '--preset',
        'anthropic',
        '--trace',
        'ci/{worktree}-{suffix}',
      ]);
      expect(rule.code, rule.stderr).toBe(0);
      const folder = path.join(repo.root, 'work/new one');
      repo.git('web', 'worktree', 'add', '-q', '--detach', folder);
      const first = JSON.parse((await run(['provision', folder])).stdout) as {
        outcomes: { state: string; trace: string }[];
      };
      expect(first.outcomes[0]).toMatchObject({ state: 'provisioned' });
      expect(first.outcomes[0]?.trace).toMatch(/^ci\/new-one-[a-z0-9]{4}$/);
      const file = path.join(folder, '.claude/settings.local.json');
      expect(fs.readFileSync(file, 'utf8')).toContain(KEY);
      const again = JSON.parse((await run(['provision', folder])).stdout) as typeof first;
      expect(again.outcomes[0]).toMatchObject({ state: 'assigned' });
      const old = JSON.parse(
        (await run(['provision', path.join(repo.root, 'work/w1')])).stdout,
      ) as typeof first;
      expect(old.outcomes[0]).toMatchObject({ state: 'older' });
      const all = await run(['provision']);
      expect(JSON.parse(all.stdout)).toEqual({ ok: true, outcomes: [] });
      const line = await run(['setup-script', 'w1', '--write']);
      expect(JSON.parse(line.stdout)).toMatchObject({ state: 'written' });
      expect((await run(['rules', 'remove', 'r1'])).code).toBe(0);
      expect((await run(['rules', 'list'])).stdout.trim()).toBe('[]');
    },
  );
});
