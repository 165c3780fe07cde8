import fs from 'node:fs';

import type { BudgetView } from '../../../shared/domain/budget.ts';
import { type Cents, ZERO_CENTS } from '../../../shared/domain/money.ts';
import type { AccountSpend, Amount, SpendSource } from '../../../shared/domain/spend.ts';

/**
 * The little that Claude Code's status line shows, kept in a small file: a status line is drawn again and again, so it must
 * start fast and ask nobody.
 */
export interface Glance {
  readonly version: 1;
  /** The local day that it speaks of, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The default account first. */
  readonly accounts: readonly {
    readonly account: string;
    readonly source: SpendSource;
    readonly cents: Cents | null;
    readonly asOf: string;
    /** By worktree id; one that is missing spent nothing, unless `worktrees` is null. */
    readonly worktrees: Readonly<Record<string, Cents | null>> | null;
  }[];
  /** Budgets in dollars whose use is known, the one that is nearest to its limit first. */
  readonly budgets: readonly {
    readonly account: string;
    readonly worktree: string | null;
    readonly label: string;
    readonly used: Cents;
    readonly limit: Cents;
  }[];
}

/** Nothing but tokens without a price is no spend of $0: it is not known. */
function pricedOf({ cents, unpriced }: Pick<Amount, 'cents' | 'unpriced'>): Cents | null {
  return unpriced && cents === 0 ? null : cents;
}

/** What there is to keep; null before anything of today is known. */
export function glanceOf(
  spend: readonly AccountSpend[],
  budgets: readonly BudgetView[],
): Glance | null {
  const accounts = spend.flatMap(({ account, today, worktrees }) =>
    today === null
      ? []
      : [
          {
            account,
            source: today.source,
            cents: pricedOf(today),
            asOf: today.asOf,
            worktrees:
              worktrees === null
                ? null
                : Object.fromEntries(
                    Object.entries(worktrees.rows).map(([id, amount]) => [id, pricedOf(amount)]),
                  ),
          },
        ],
  );
  const first = spend.find((one) => one.today !== null)?.today;
  if (first === undefined || first === null) return null;
  const known = budgets.flatMap(({ account, worktree, label, measure }) =>
    measure.unit === 'usd' && measure.used !== null
      ? [{ account, worktree, label, used: measure.used, limit: measure.limit }]
      : [],
  );
  return {
    version: 1,
    from: first.from,
    to: first.to,
    accounts,
    budgets: known.toSorted((a, b) => b.used / b.limit - a.used / a.limit).slice(0, 200),
  };
}

/** Puts the file in place whole. A status line without numbers is not worth failing for. */
export function writeGlance(file: string, glance: Glance): void {
  const temp = `${file}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temp, JSON.stringify(glance), { mode: 0o600 });
    fs.renameSync(temp, file);
  } catch {
    try {
      fs.rmSync(temp, { force: true });
    } catch {
      // There is nothing that could be taken away.
    }
  }
}

/** What was kept; null when there is nothing, or it is of another version. Our own file, so only its version is looked at. */
export function readGlance(file: string): Glance | null {
  try {
    const glance = JSON.parse(fs.readFileSync(file, 'utf8')) as Glance;
    return glance.version === 1 && Array.isArray(glance.accounts) ? glance : null;
  } catch {
    return null;
  }
}

const MINUTE_MS = 60_000;
/** Younger numbers need no age beside them: nobody asks for them more often while nobody looks. */
const OLD_AFTER_MS = 15 * MINUTE_MS;

function ageOf(asOf: string, now: number): string | null {
  const minutes = Math.floor((now - Date.parse(asOf)) / MINUTE_MS);
  if (minutes * MINUTE_MS < OLD_AFTER_MS) return null;
  return minutes < 120 ? `${minutes} min old` : `${Math.floor(minutes / 60)} h old`;
}

/** A worktree that is missing from what was read spent nothing; one that is there without an amount is not known. */
function spentIn(worktrees: Glance['accounts'][number]['worktrees'], id: string): Cents | null {
  if (worktrees === null) return null;
  const known = worktrees[id];
  return known === undefined ? ZERO_CENTS : known;
}

/**
 * The line: what the worktree spent today, what all of it is, and the budget that is nearest to its limit.
 * @param worktree the worktree that the session is in, null for none
 * @param money writes an amount
 */
export function glanceLine(options: {
  readonly glance: Glance | null;
  readonly worktree: { readonly id: string; readonly label: string } | null;
  readonly account: string | null;
  readonly now: Date;
  readonly money: (cents: Cents | null) => string;
}): string {
  const { glance, worktree, money } = options;
  const now = options.now.getTime();
  const name = worktree?.label ?? 'Switchyard';
  const current =
    glance !== null && Date.parse(glance.from) <= now && now < Date.parse(glance.to)
      ? glance
      : null;
  const own =
    current?.accounts.find((one) => one.account === options.account) ?? current?.accounts[0];
  if (current === null || own === undefined) return `${name} – today`;
  const mark = own.source === 'estimate' ? ' (estimate)' : '';
  const here = worktree === null ? [] : [`${money(spentIn(own.worktrees, worktree.id))} here`];
  const budget =
    current.budgets.find((one) => worktree !== null && one.worktree === worktree.id) ??
    current.budgets.find((one) => one.account === own.account && one.worktree === null);
  const age = ageOf(own.asOf, now);
  return [
    `${name}${here.length === 0 ? '' : ` ${here[0] ?? ''}`}`,
    `${money(own.cents)} today${mark}`,
    ...(budget === undefined
      ? []
      : [`${Math.floor((budget.used / budget.limit) * 100)} % of ${money(budget.limit)}`]),
    ...(age === null ? [] : [age]),
  ].join(' · ');
}
