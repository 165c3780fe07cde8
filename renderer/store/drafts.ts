import type { KeyDelivery } from '../../shared/domain/account.ts';
import type { BudgetPeriod } from '../../shared/domain/budget.ts';

/** One line of a key/value editor. `key` is React's, so that a line keeps its focus while its name is typed. */
export interface PairDraft {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** A preset as its form holds it: every field is text, whichever of them count. */
export interface PresetForm {
  readonly id: string;
  /** True once the person typed an id; before that it follows the name. */
  readonly idTyped: boolean;
  readonly name: string;
  readonly route: 'provider' | 'config' | 'default';
  readonly provider: string;
  readonly config: string;
  readonly universal: boolean;
  readonly model: string;
  readonly sonnet: string;
  readonly opus: string;
  readonly haiku: string;
  readonly headers: readonly PairDraft[];
}

export interface PresetDraft {
  readonly form: PresetForm;
  /** Fields that the person has left once: only these complain. `*` stands for all, after an attempt to save. */
  readonly touched: readonly string[];
}

/** Everything of an account's form but the key, which is never kept. */
export interface AccountDraft {
  readonly id: string;
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  readonly delivery: KeyDelivery;
  readonly selfHosted: boolean;
}

/** What the workspace's detail wants to write. */
export interface AssignmentDraft {
  readonly preset: string;
  readonly account: string;
  readonly trace: string;
  readonly metadata: readonly PairDraft[];
}

/** A budget of one's own as its form holds it. */
export interface BudgetDraft {
  /** What it is about, as the choice's value: `account:…`, `repository:…` or `worktree:…`. */
  readonly scope: string;
  readonly period: BudgetPeriod;
  /** Dollars as typed. */
  readonly limit: string;
  /** True once the person has left the limit or tried to save: only then it complains. */
  readonly touched: boolean;
}

/** When to tell, as the form of alerts holds it. */
export interface AlertDraft {
  readonly enabled: boolean;
  readonly thresholds: string;
}

/** A rule for new workspaces as its form holds it. */
export interface RuleFormDraft {
  readonly repo: string;
  readonly path: string;
  readonly preset: string;
}

export const NO_RULE: RuleFormDraft = { repo: '', path: '', preset: '' };

/** What was typed and not saved yet, by the thing that it belongs to. Survives every change of page. */
export interface Drafts {
  readonly presets: Readonly<Record<string, PresetDraft>>;
  readonly accounts: Readonly<Record<string, AccountDraft>>;
  readonly assignments: Readonly<Record<string, AssignmentDraft>>;
  /** By the budget's id; one that is there means that its form is open. */
  readonly budgets: Readonly<Record<string, BudgetDraft>>;
  readonly importText: string;
  readonly root: string;
  /** Null while nothing is typed. */
  readonly alerts: AlertDraft | null;
  readonly portkeyLink: string | null;
  readonly rule: RuleFormDraft;
}

export const NO_DRAFTS: Drafts = {
  presets: {},
  accounts: {},
  assignments: {},
  budgets: {},
  importText: '',
  root: '',
  alerts: null,
  portkeyLink: null,
  rule: NO_RULE,
};

let lastKey = 0;

/** A line for a key/value editor with a key of its own. */
export function pairDraft(name = '', value = ''): PairDraft {
  lastKey += 1;
  return { key: lastKey, name, value };
}

export function pairsOf(record: Readonly<Record<string, string>>): PairDraft[] {
  return Object.entries(record).map(([name, value]) => pairDraft(name, value));
}

/** The record that the lines stand for; lines without a name and a value are left out. */
export function recordOf(pairs: readonly PairDraft[]): Record<string, string> {
  return Object.fromEntries(
    pairs
      .filter((pair) => pair.name.trim() !== '' || pair.value.trim() !== '')
      .map((pair) => [pair.name.trim(), pair.value.trim()]),
  );
}
