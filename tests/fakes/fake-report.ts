import type { RequestInput } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import { type Cents, sumCents } from '../../shared/domain/money.ts';
import type {
  Amount,
  ReportRow,
  SpendRange,
  SpendReport,
  SpendSeries,
} from '../../shared/domain/spend.ts';
import {
  dayWindow,
  monthWindow,
  type TimeWindow,
  weekWindow,
} from '../../shared/domain/time-window.ts';
import type { FakeHandlers } from './fake-model.ts';

type ReportName = 'spend.report' | 'spend.series' | 'spend.traces';
type Head = Pick<ReportRow, 'kind' | 'key' | 'label'>;

/** The zone of the browser in the tests. */
const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
/** A token costs this many cents, a request this many tokens: only the proportions must be believable. */
const TOKENS_A_CENT = 4200;
const TOKENS_A_REQUEST = 23_000;

/** Between 0 and 1, the same for the same words. */
function chance(...words: readonly (string | number)[]): number {
  let hash = 2_166_136_261;
  for (const char of words.join('|')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function bucketsOf(range: SpendRange, now: string): TimeWindow[] {
  const at = new Date(now);
  const whole = { today: dayWindow, week: weekWindow, month: monthWindow }[range](at, ZONE);
  const buckets: TimeWindow[] = [];
  for (let from = whole.from; from <= now && from < whole.to;) {
    const to =
      range === 'today'
        ? new Date(Date.parse(from) + HOUR_MS).toISOString()
        : dayWindow(new Date(from), ZONE).to;
    buckets.push({ from, to });
    from = to;
  }
  return buckets;
}

/** What was spent in a bucket by all, in cents: office hours, less at the weekend. The same whatever it is grouped by. */
function bucketCents({ from, to }: TimeWindow): number {
  const hours = Math.round((Date.parse(to) - Date.parse(from)) / HOUR_MS);
  let cents = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    const at = new Date(Date.parse(from) + hour * HOUR_MS);
    const atWork = at.getUTCHours() >= 6 && at.getUTCHours() < 18 && at.getUTCDay() % 6 !== 0;
    cents += (atWork ? 860 : 24) * (0.4 + chance(at.toISOString())) + 0.37;
  }
  return Math.round(cents * 100) / 100;
}

function headsOf(snapshot: AppSnapshot, by: SpendReport['by']): Head[] {
  const named = (key: string): Head => ({ kind: 'named', key, label: key });
  const aside = (kind: ReportRow['kind']): Head => ({ kind, key: '', label: '' });
  switch (by) {
    case 'model':
      return ['claude-opus-4-8', 'claude-sonnet-4-6', 'claude-haiku-4-5', 'kimi-k2.6'].map(named);
    case 'provider':
      return [...['@anthropic-prod', '@bedrock-eu', '@vertex'].map(named), aside('rest')];
    case 'worktree':
    case 'trace': {
      const routed = snapshot.worktrees.filter((tree) => tree.assignment !== null);
      return [
        ...routed.map((tree): Head => ({
          kind: 'named',
          key: tree.id,
          label: `${tree.repo}/${tree.name}`,
        })),
        aside('other'),
        aside('elsewhere'),
      ];
    }
  }
}

/** A bucket's cents among the lines; the first takes what is left, so that they add up. */
function divide(cents: number, heads: readonly Head[], bucket: string): Cents[] {
  const weights = heads.map(
    (head, at) =>
      (chance(head.kind, head.key) ** 2 + 0.02) * (0.5 + chance(head.key, bucket)) + 1 / (at + 4),
  );
  const sum = weights.reduce((before, weight) => before + weight, 0);
  const parts = weights.map((weight) => Math.floor((cents * weight * 100) / sum) / 100);
  const rest = cents - parts.slice(1).reduce((before, part) => before + part, 0);
  return [Math.round(rest * 100) / 100, ...parts.slice(1)] as Cents[];
}

function amount(cents: Cents): Amount {
  const tokens = Math.round(cents * TOKENS_A_CENT);
  return { cents, requests: Math.ceil(tokens / TOKENS_A_REQUEST), tokens, unpriced: false };
}

/** Requests that answer with spend and change nothing. Report and series come from the same cells. */
export function reportHandlers(options: {
  get: () => AppSnapshot;
  now: () => string;
}): Pick<FakeHandlers, ReportName> {
  const { get, now } = options;

  const seriesOf = (input: RequestInput<'spend.series'>): Result<SpendSeries> => {
    const account = input.account ?? get().defaultAccount;
    if (account === null) return fail('account.missing');
    const buckets = bucketsOf(input.range, now());
    const heads = headsOf(get(), input.by);
    const cells = buckets.map((bucket) => divide(bucketCents(bucket), heads, bucket.from));
    return ok({
      account, range: input.range, by: input.by, source: 'portkey', asOf: now(), incomplete: false, buckets,
      lines: heads.map((head, line) => ({
        ...head,
        cents: cells.map((parts) => parts[line] ?? null),
      })),
    }); // prettier-ignore
  };

  return {
    'spend.series': seriesOf,
    'spend.report': (input) => {
      const series = seriesOf(input);
      if (!series.ok) return series;
      const { account, range, by, source, asOf, incomplete, buckets, lines } = series.value;
      const rows = lines.map(({ cents, ...head }): ReportRow => ({
        ...head,
        ...amount(sumCents(cents.filter((one) => one !== null))),
      }));
      const sum = (column: 'requests' | 'tokens') =>
        rows.reduce((before, row) => before + (row[column] ?? 0), 0);
      const unpriced: ReportRow[] =
        by === 'model'
          ? [{
              kind: 'named', key: 'in-house-llm', label: 'in-house-llm',
              cents: 0 as Cents, requests: 41, tokens: 96_400, unpriced: true,
            }]
          : []; // prettier-ignore
      return ok({
        account, range, by, source, asOf, incomplete, scope: 'key',
        from: buckets[0]?.from ?? asOf,
        to: asOf,
        total: {
          cents: sumCents(rows.flatMap((row) => row.cents ?? [])),
          requests: sum('requests') + (unpriced[0]?.requests ?? 0),
          tokens: sum('tokens') + (unpriced[0]?.tokens ?? 0),
          unpriced: unpriced.length > 0,
        },
        rows: [...rows, ...unpriced],
        notes:
          by === 'provider'
            ? ['Portkey names providers by slug only for requests that went through its catalogue.']
            : [],
      }); // prettier-ignore
    },
    'spend.traces': ({ worktree }) => {
      const tree = get().worktrees.find((one) => one.path === worktree);
      if (tree === undefined) return fail('worktree.unknown');
      const trace = tree.assignment?.trace;
      return ok({
        ...dayWindow(new Date(now()), ZONE),
        asOf: now(),
        source: 'portkey',
        rows:
          trace === undefined
            ? []
            : [{ trace, current: true, ...amount((Math.round(chance(trace) * 40_000) / 100) as Cents) }],
      }); // prettier-ignore
    },
  };
}
