import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type { SpendScope, SpendSource } from '../../../shared/domain/spend.ts';
import { currentWindows } from '../../../shared/domain/time-window.ts';
import { type AccountState, emptyState, ownerOf, type SpendAccount } from './account-state.ts';
import type { Slice, SliceBy, SpendHistory } from './history.ts';

/** What was last known of an account's current day, week and month: shown, with its age, until there is news. */
export async function restoreState(options: {
  readonly account: SpendAccount;
  readonly source: SpendSource;
  readonly scope: SpendScope;
  readonly history: Pick<SpendHistory, 'load'>;
  readonly now: Date;
}): Promise<AccountState> {
  const { account, source, scope, history } = options;
  const windows = currentWindows(options.now);
  const empty = { ...emptyState(account), source, scope };
  const load = (by: SliceBy, period: BudgetPeriod): Promise<Slice | null> =>
    history.load({ owner: ownerOf(account), source, scope, by, window: windows[period] });
  const by: SliceBy = source === 'estimate' ? 'detail' : 'worktree';
  const [day, week, month] = [
    await load('total', 'day'),
    await load('total', 'week'),
    await load('total', 'month'),
  ];
  const worktrees = {
    day: await load(by, 'day'),
    week: await load(by, 'week'),
    month: await load(by, 'month'),
  };
  return { ...empty, totals: { day, week, month }, worktrees };
}
