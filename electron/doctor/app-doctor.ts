import type { PortkeyFacts } from '../../shared/domain/doctor/portkey-facts.ts';
import { ok } from '../../shared/domain/failure.ts';
import type { Core } from '../core.ts';
import type { DoctorServices } from '../ipc/handlers/doctor.ts';
import type { Money } from '../money/money.ts';
import { askingWith, askPortkey } from './ask-portkey.ts';
import { examine } from './collect.ts';
import { explainWorktree } from './explain-worktree.ts';
import { createProbe } from './probe.ts';
import { createWorktreeReader } from './read-worktree.ts';

/** For how long an answer of Portkey's counts without asking again, milliseconds. */
const KEPT_MS = 10 * 60_000;

/**
 * The doctor of an app that lives on. Claude Code is started by somebody else there, so the environment that it is started with is not
 * known.
 */
export function createAppDoctor(options: {
  readonly core: Core;
  readonly money: Pick<Money, 'client' | 'prices'>;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}): DoctorServices {
  const { core, money, platform, env } = options;
  const { personHome } = core;
  const place = { platform, env, inherits: false } as const;
  const asking = askingWith(core, money);
  const kept = new Map<string, { readonly facts: PortkeyFacts; readonly at: number }>();

  return {
    find: core.scanner.findWorktree,
    all: async () => (await core.scanner.scan(await core.chosenRoots())).worktrees,
    examine: (worktrees, { ask, signal }) =>
      examine(worktrees, {
        core,
        ...place,
        ask: async (account) => {
          const known = kept.get(account.id);
          const now = core.now().getTime();
          if (!ask) return known !== undefined && now - known.at < KEPT_MS ? known.facts : null;
          const facts = await askPortkey(account, asking, signal);
          kept.set(account.id, { facts, at: now });
          return facts;
        },
      }),
    explain: (worktree) =>
      ok(explainWorktree(worktree, createWorktreeReader({ personHome, ...place }))),
    probe: createProbe({ core, admin: money.client, prices: money.prices, ...place }),
  };
}
