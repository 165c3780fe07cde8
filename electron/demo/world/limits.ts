import type { BudgetsFile } from '../../../shared/domain/budget.ts';
import {
  dayWindow,
  monthWindow,
  type TimeWindow,
  weekWindow,
} from '../../../shared/domain/time-window.ts';
import { periodOf, type WeekStart } from '../emulator/reset-period.ts';
import type { LedgerEntry, UsageLimits } from '../emulator/state.ts';
import { sumUsage, usageOf } from '../emulator/usage.ts';
import { beginningOf } from './ledger.ts';
import type { KnownWorktree } from './senders.ts';

const DAY = 86_400_000;

interface Moment {
  readonly ledger: readonly LedgerEntry[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An IANA name. */
  readonly zone: string;
}

/** Below this many cents a limit in whole dollars cannot be near. */
const LEAST_USE = 1_000;

const PERIODS = {
  monthly: { days: 30, young: 4 },
  weekly: { days: 7, young: 2 },
} as const;

/** A limit without its amount. */
type Open = Pick<UsageLimits, 'period' | 'since'>;

/**
 * By the month or the week where that has gone on for a while, else by as many days, most of which are over: on the second
 * of a month no monthly budget is near its limit.
 */
function periodFor(
  name: keyof typeof PERIODS,
  weekStart: WeekStart,
  { now, zone }: Moment,
  usedIn: (limit: Open) => number,
): Open {
  const { days, young } = PERIODS[name];
  const usual: Open = { period: name, since: beginningOf(now, zone) };
  const { start } = periodOf(complete(usual, 0), now, weekStart);
  if (now - start >= young * DAY && usedIn(usual) >= LEAST_USE) return usual;
  return { period: { days }, since: now - Math.floor(days * 0.8) * DAY };
}

function complete(open: Open, creditLimit: number): UsageLimits {
  const alertThreshold = creditLimit > 1 ? Math.floor(creditLimit * 0.8) : null;
  return { id: `limit-${creditLimit}`, type: 'cost', creditLimit, alertThreshold, ...open };
}

/** Whole dollars, as Portkey wants them; round ones where that hardly changes anything. */
function wholeDollars(cents: number): number {
  const amount = cents / 100;
  return Math.max(1, amount >= 100 ? Math.round(amount / 5) * 5 : Math.round(amount));
}

/** How much of a budget is used up, in the sample. */
const SHARE = 0.86;

/** A cost limit of which about six sevenths are used, by the requests that count. */
export function limitNear(
  name: keyof typeof PERIODS,
  moment: Moment,
  counts: (entry: LedgerEntry) => boolean,
): UsageLimits {
  const usedIn = (open: Open) =>
    usageOf(complete(open, 1), moment.ledger, moment.now, 0, counts).current;
  const open = periodFor(name, 0, moment, usedIn);
  return complete(open, wholeDollars(usedIn(open) / SHARE));
}

/**
 * A limit for every worktree by itself that the most expensive one has just gone over.
 * @returns that worktree's id, too, and those of others that cost nearly the same and are over it with it
 */
export function limitPerWorktree(moment: Moment): {
  limits: UsageLimits;
  over: ReadonlySet<string>;
} {
  const usedIn = (open: Open): [string, number][] => {
    const { start } = periodOf(complete(open, 1), moment.now, 1);
    const counted = moment.ledger.filter(({ at }) => at >= start && at <= moment.now);
    return [...Map.groupBy(counted, ({ metadata }) => metadata['worktree'] ?? '')]
      .filter(([id]) => id !== '')
      .map(([id, entries]): [string, number] => [id, sumUsage(entries, 'cost')])
      .sort(([, a], [, b]) => b - a);
  };
  const open = periodFor('weekly', 1, moment, (limit) => usedIn(limit)[0]?.[1] ?? 0);
  const used = usedIn(open);
  // The gateway lets a few requests through after the last dollar (portkey-api.md §3.3).
  const limits = complete(open, Math.max(1, Math.floor((used[0]?.[1] ?? 0) / 100)));
  const over = used.filter(([, cents]) => cents >= limits.creditLimit * 100).map(([id]) => id);
  return { limits, over: new Set(over) };
}

/** As a person would type it: never below what a day is worth. */
function typed(cents: number, least: number): number {
  const amount = Math.max(cents / 100, least);
  return amount > 20 ? Math.ceil(amount / 5) * 5 : Math.ceil(amount);
}

/** Budgets of one's own: one of a repository that is nearly used up, and others that are not. */
export function localBudgets(
  { ledger, now, zone }: Moment,
  account: string,
  worktrees: readonly KnownWorktree[],
): BudgetsFile {
  const spentIn = ({ from, to }: TimeWindow, counts: (entry: LedgerEntry) => boolean) =>
    sumUsage(
      ledger.filter(
        (entry) => entry.at >= Date.parse(from) && entry.at < Date.parse(to) && counts(entry),
      ),
      'cost',
    );
  const at = new Date(now);
  const repository = worktrees.find(({ main, repo }) => main && repo === 'web');
  const worktree = worktrees.find(({ main, name }) => !main && name === 'kyoto');
  const web = new Set<string | undefined>(
    worktrees.filter(({ repo }) => repo === 'web').map(({ id }) => id),
  );
  const today = spentIn(dayWindow(at, zone), () => true);
  return {
    version: 1,
    budgets: [
      {
        id: 'account-day',
        scope: { kind: 'account', account },
        period: 'day',
        limitUsd: typed(today / 0.75, 25),
      },
      ...(repository === undefined
        ? []
        : [
            {
              id: 'web-week',
              scope: {
                kind: 'repository' as const,
                repository: repository.commonDir,
                name: repository.repo,
              },
              period: 'week' as const,
              limitUsd: typed(
                spentIn(weekWindow(at, zone), ({ metadata }) => web.has(metadata['worktree'])) /
                  0.9,
                10,
              ),
            },
          ]),
      ...(worktree === undefined
        ? []
        : [
            {
              id: 'kyoto-month',
              scope: {
                kind: 'worktree' as const,
                worktree: worktree.id,
                name: `${worktree.repo}/${worktree.name}`,
              },
              period: 'month' as const,
              limitUsd: typed(
                spentIn(
                  monthWindow(at, zone),
                  ({ metadata }) => metadata['worktree'] === worktree.id,
                ) / 0.6,
                10,
              ),
            },
          ]),
    ],
  };
}
