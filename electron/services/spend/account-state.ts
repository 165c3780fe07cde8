import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type { SpendScope, SpendSource } from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type {
  ApiKeyRecord,
  PolicyEntity,
  ProviderRecord,
  UsagePolicyRecord,
  WorkspaceRecord,
} from '../portkey/admin/types.ts';
import type { Slice } from './history.ts';

/** An account in use whose key can be asked with. */
export interface SpendAccount {
  readonly id: string;
  readonly gatewayUrl: string;
  /** Normalised: ends in `/v1`. */
  readonly adminUrl: string;
  /** When its key was stored: another key is another account as far as money is concerned. */
  readonly keySavedAt: string;
}

/** What history keeps an account's numbers under. */
export function ownerOf(account: SpendAccount): string {
  return `${account.id} ${account.keySavedAt}`;
}

export interface Series {
  readonly window: TimeWindow;
  readonly asOf: string;
  readonly bucketMs: number | null;
  readonly points: readonly { readonly at: string; readonly cents: Cents | null }[];
}

/** Something that was read, and when. */
export interface Read<T> {
  readonly value: T;
  readonly asOf: string;
}

/** Something that could not be read, and since when. */
export interface Trouble {
  readonly failure: Failure;
  readonly since: string;
}

/** All that was read for one account; the last good answer of each kind. */
export interface AccountState {
  readonly account: SpendAccount;
  /** Where its numbers come from now, and whose they are; null until that was found out. */
  readonly source: SpendSource | null;
  readonly scope: SpendScope;
  readonly totals: Readonly<Record<BudgetPeriod, Slice | null>>;
  readonly worktrees: Readonly<Record<BudgetPeriod, Slice | null>>;
  readonly series: Series | null;
  readonly key: Read<ApiKeyRecord> | null;
  readonly providers: Read<readonly ProviderRecord[]> | null;
  readonly policies: Read<readonly UsagePolicyRecord[]> | null;
  /** By policy id. */
  readonly entities: ReadonlyMap<string, Read<readonly PolicyEntity[]>>;
  readonly workspace: Read<WorkspaceRecord> | null;
  /** Spend since the last reset, by the budget view's id. */
  readonly spent: ReadonlyMap<string, { readonly cents: Cents; readonly asOf: string }>;
  /** By what was asked for, in the order in which it matters. */
  readonly troubles: ReadonlyMap<string, Trouble>;
}

const NOTHING = { day: null, week: null, month: null } as const;

export function emptyState(account: SpendAccount): AccountState {
  return {
    account,
    source: null,
    scope: 'workspace',
    totals: NOTHING,
    worktrees: NOTHING,
    series: null,
    key: null,
    providers: null,
    policies: null,
    entities: new Map(),
    workspace: null,
    spent: new Map(),
    troubles: new Map(),
  };
}
