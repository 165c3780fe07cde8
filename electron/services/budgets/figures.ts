import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type { PeriodSpend, SpendProblem, WorktreeSpend } from '../../../shared/domain/spend.ts';
import type {
  ApiKeyRecord,
  PolicyEntity,
  ProviderRecord,
  UsagePolicyRecord,
  WorkspaceRecord,
} from '../portkey/admin/types.ts';

/** What Portkey says about its own budgets, as of `asOf`. What could not be read is null or missing, never empty. */
export interface PortkeyLimits {
  readonly asOf: string;
  /** The account's own key. */
  readonly key: ApiKeyRecord | null;
  readonly providers: readonly ProviderRecord[];
  readonly policies: readonly {
    readonly policy: UsagePolicyRecord;
    readonly entities: readonly PolicyEntity[];
  }[];
  readonly workspace: WorkspaceRecord | null;
  /**
   * What analytics count since a budget's last reset, by the budget view's id (`key:<id>`, `provider:<slug>`): the measure
   * that `current_usage` is calibrated with, and shown instead of it where its unit stays unknown (portkey-api.md §3.3).
   */
  readonly spentSinceReset: ReadonlyMap<string, { readonly cents: Cents; readonly asOf: string }>;
}

/** All that is known about one account's money, as the poller keeps it. */
export interface AccountFigures {
  readonly account: string;
  /** Of the person's own current day, week and month. */
  readonly periods: Readonly<Record<BudgetPeriod, PeriodSpend | null>>;
  /** The same by worktree. `week` and `month` are read only where a budget of one's own needs them. */
  readonly worktrees: Readonly<Record<BudgetPeriod, WorktreeSpend | null>>;
  readonly limits: PortkeyLimits | null;
  readonly problem: SpendProblem | null;
}

/** A worktree as far as budgets are concerned. */
export interface BudgetWorktree {
  readonly id: string;
  readonly repo: string;
  readonly name: string;
  readonly commonDir: string;
  /** The account that it is assigned to; null: none. */
  readonly account: string | null;
}

/** A figure that the poller should ask analytics for, so that a budget's use can be told. */
export interface SpentNeed {
  /** The budget view's id. */
  readonly id: string;
  /** The budget's last reset, ISO 8601. */
  readonly from: string;
  readonly filters: {
    readonly apiKeyIds?: readonly string[] | undefined;
    readonly providers?: readonly string[] | undefined;
  };
}
