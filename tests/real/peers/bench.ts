import { startAnthropicStandin } from './anthropic-standin.ts';
import type { AnthropicStandin } from './anthropic-standin.ts';
import { openSession, runClaude } from './claude-cli.ts';
import type { ClaudeRun, ClaudeSession } from './claude-cli.ts';
import { makeClaudeHome } from './claude-home.ts';
import type { ClaudeHome } from './claude-home.ts';
import type { ArrivedRequest } from './loopback.ts';
import { startOutside } from './outside.ts';
import type { Outside } from './outside.ts';
import { makeRepo } from './repo.ts';

/** Where one turn went and with which credentials. */
export interface Sent {
  /** `gateway`, `elsewhere`, or the `host:port` outside this machine that was asked for. */
  readonly to: string;
  readonly authorization?: string;
  readonly apiKey?: string;
  readonly traceId?: string;
}

/** One person, one worktree, one gateway: what it takes to see which credential Claude Code sends where. */
export interface Bench {
  /** Stands where the gateway would be; records everything. */
  readonly gateway: AnthropicStandin;
  /** Another endpoint of the person's own choice. */
  readonly elsewhere: AnthropicStandin;
  readonly outside: Outside;
  readonly home: ClaudeHome;
  readonly worktree: string;
  run(extra?: Readonly<Record<string, string>>): Promise<ClaudeRun>;
  open(extra?: Readonly<Record<string, string>>): Promise<ClaudeSession>;
  /** What the requests since the last look were. */
  sent(): readonly Sent[];
  /**
   * Takes turn after turn for `forMs` and returns what was sent, without repeats in a row: the sequence of states that
   * the session went through.
   */
  watch(session: ClaudeSession, forMs: number): Promise<readonly Sent[]>;
  dispose(): Promise<void>;
}

/** Claude Code follows a changed file after 1.0 to 1.9 s (deleting a file is the slow case). */
export const FOLLOWS_WITHIN_MS = 2_500;

/** Sets up a bench; every test makes its own, so no login or settings file is shared. */
export async function makeBench(claude: string): Promise<Bench> {
  const [gateway, elsewhere, outside, repo] = await Promise.all([
    startAnthropicStandin(),
    startAnthropicStandin(),
    startOutside(),
    makeRepo({ worktrees: 1 }),
  ]);
  const home = await makeClaudeHome({ proxyUrl: outside.url });
  const worktree = repo.worktrees[0] ?? '';

  const sent = (): readonly Sent[] => {
    const all = [
      ...gateway.requests.map((each) => describeRequest('gateway', each)),
      ...elsewhere.requests.map((each) => describeRequest('elsewhere', each)),
      ...[...new Set(outside.attempts)].map((to) => ({ to })),
    ];
    for (const peer of [gateway, elsewhere, outside]) peer.reset();
    return all;
  };

  return {
    gateway,
    elsewhere,
    outside,
    home,
    worktree,
    run: (extra) =>
      runClaude({ claude, cwd: worktree, env: { ...home.env, ...extra }, prompt: 'hi' }),
    open: async (extra) => {
      const session = openSession({ claude, cwd: worktree, env: { ...home.env, ...extra } });
      // Two turns: the first one's start-up traffic is over, and the CLI watches its files, before a test changes them.
      await session.send('hi');
      await session.send('hi');
      sent();
      return session;
    },
    sent,
    watch: async (session, forMs) => {
      const states: Sent[] = [];
      const end = Date.now() + forMs;
      while (Date.now() < end) {
        await session.send('hi');
        for (const each of sent()) {
          if (JSON.stringify(states.at(-1)) !== JSON.stringify(each)) states.push(each);
        }
      }
      return states;
    },
    dispose: async () => {
      await Promise.all([gateway, elsewhere, outside, repo, home].map((each) => each.dispose()));
    },
  };
}

function describeRequest(to: string, request: ArrivedRequest): Sent {
  const { headers } = request;
  const value = (name: string): string | undefined => headers[name];
  const authorization = value('authorization');
  const apiKey = value('x-api-key');
  const traceId = value('x-portkey-trace-id');
  return {
    to,
    ...(authorization !== undefined && { authorization }),
    ...(apiKey !== undefined && { apiKey }),
    ...(traceId !== undefined && { traceId }),
  };
}
