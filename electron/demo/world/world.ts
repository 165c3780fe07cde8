import type { BudgetsFile } from '../../../shared/domain/budget.ts';
import type { EmulatorState } from '../emulator/state.ts';
import { PROVIDERS } from './cast.ts';
import { beginningOf, createLedger } from './ledger.ts';
import { limitNear, limitPerWorktree, localBudgets } from './limits.ts';
import type { Owner } from './requests.ts';
import {
  type KnownWorktree,
  type PlannedAssignment,
  planAssignments,
  type Sender,
  sendersOf,
} from './senders.ts';
import { createSampleState, ownerOf } from './state.ts';

/** The name of the sample's account in the app. */
export const ACCOUNT = 'demo';

/** Everything that the demo shows, before anything of it is anywhere. */
export interface World {
  readonly state: EmulatorState;
  readonly owner: Owner;
  readonly assignments: readonly PlannedAssignment[];
  readonly budgets: BudgetsFile;
  /** Where requests come from while somebody looks. Not a worktree whose budget is used up. */
  readonly busy: readonly Sender[];
}

/**
 * Makes the sample data. The same options give the same world.
 *
 * @param options.now milliseconds since the epoch
 * @param options.zone whose days it is told by, an IANA name
 * @param options.secret the sample account's key
 * @param options.worktrees the sample's worktrees as they are on the disk, main checkouts included
 */
export function createWorld(options: {
  readonly now: number;
  readonly zone: string;
  readonly seed: string;
  readonly secret: string;
  readonly worktrees: readonly KnownWorktree[];
}): World {
  const { now, zone, seed, worktrees } = options;
  const owner = ownerOf(seed);
  const assignments = planAssignments(worktrees, seed);
  const senders = sendersOf(worktrees, assignments, now);
  const ledger = createLedger({ now, zone, seed, senders, owner });
  const moment = { ledger, now, zone };
  const perWorktree = limitPerWorktree(moment);
  return {
    state: createSampleState({
      seed,
      secret: options.secret,
      createdAt: beginningOf(now, zone),
      owner,
      ledger,
      limits: {
        key: limitNear('monthly', moment, () => true),
        bedrock: limitNear(
          'weekly',
          moment,
          ({ providerSlug }) => providerSlug === PROVIDERS.bedrock.slug,
        ),
        perWorktree: perWorktree.limits,
      },
    }),
    owner,
    assignments,
    budgets: localBudgets(moment, ACCOUNT, worktrees),
    busy: senders.filter(
      (sender) => sender.busy && !perWorktree.over.has(sender.metadata['worktree'] ?? ''),
    ),
  };
}
