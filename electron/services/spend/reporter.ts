import type { AccountProfile } from '../../../shared/domain/capability.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type {
  SpendGrouping,
  SpendRange,
  SpendReport,
  SpendSeries,
} from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { Estimator } from '../estimate/types.ts';
import type { AdminClient } from '../portkey/admin-client.ts';
import { ownerOf, type SpendAccount } from './account-state.ts';
import { estimateRows, type Place } from './estimate-item.ts';
import type { Slice, SpendHistory } from './history.ts';
import { readGroup, rowsOf, scopeOf } from './portkey-items.ts';
import { type Labels, reportOf } from './report.ts';
import { isFinal, seriesOf } from './series.ts';
import { bucketsOf, rangeWindow } from './windows.ts';

export interface Asked {
  readonly account: SpendAccount;
  readonly range: SpendRange;
  readonly by: SpendGrouping;
  readonly signal?: AbortSignal | undefined;
}

/** Answers what somebody asks about spend, when they ask. Failures are those of the Admin client. */
export interface Reporter {
  report(asked: Asked): Promise<Result<SpendReport>>;
  /** Buckets that are over are asked for once and kept. */
  series(asked: Asked): Promise<Result<SpendSeries>>;
}

export interface ReporterOptions {
  readonly client: (account: SpendAccount) => AdminClient;
  readonly profile: (account: SpendAccount) => Promise<Result<AccountProfile | null>>;
  readonly estimator: Estimator;
  readonly places: () => readonly Place[];
  readonly labels: () => Promise<Labels>;
  readonly history: Pick<SpendHistory, 'load' | 'save'>;
  readonly now: () => Date;
}

export function createReporter(options: ReporterOptions): Reporter {
  const { estimator, history, now } = options;

  const isEstimated = (profile: AccountProfile | null) =>
    profile?.capabilities.analytics.can === 'no';

  /** Slices of windows from the transcripts. */
  const estimated = async (
    { account, by, signal }: Asked,
    windows: readonly TimeWindow[],
  ): Promise<Result<{ slices: Slice[]; notes: readonly string[] }>> => {
    const answer = await estimator.estimate(windows, options.places(), signal);
    if (!answer.ok) return answer;
    const { asOf, incomplete, notes } = answer.value;
    const slices = windows.map((window, index): Slice => {
      const rows = estimateRows(answer.value.windows[index] ?? []);
      const owner = ownerOf(account);
      const shown = by === 'provider' ? rows.map((row) => ({ ...row, model: '' })) : rows;
      const common = { owner, source: 'estimate', scope: 'machine', by: 'detail' } as const;
      return { ...common, window, asOf, incomplete, rows: shown };
    });
    return ok({ slices, notes });
  };

  /** Groups are cut short without a word when the quota for analytics is used up; a total says so. */
  const isCut = async (
    { account, signal }: Asked,
    profile: AccountProfile | null,
    window: TimeWindow,
  ): Promise<boolean> => {
    const { filters } = scopeOf(profile);
    const whole = await options.client(account).costSeries(window, { filters, signal });
    return whole.ok && whole.value.incomplete;
  };

  const asked = async (
    request: Asked,
    profile: AccountProfile | null,
    window: TimeWindow,
    cut: boolean,
  ): Promise<Result<Slice>> => {
    const { account, by, signal } = request;
    const { scope, filters } = scopeOf(profile);
    const group = await readGroup(options.client(account), by, window, filters, signal);
    if (!group.ok) return group;
    const { asOf } = group.value;
    const incomplete = cut || group.value.incomplete;
    const rows = rowsOf(group.value, by);
    const owner = ownerOf(account);
    return ok({ owner, source: 'portkey', scope, by, window, asOf, incomplete, rows });
  };

  /** From history where it is final, else asked for and kept. */
  const bucket = async (
    request: Asked,
    profile: AccountProfile | null,
    window: TimeWindow,
    cut: boolean,
  ): Promise<Result<Slice>> => {
    const { scope } = scopeOf(profile);
    const owner = ownerOf(request.account);
    const name = { owner, source: 'portkey', scope, by: request.by, window } as const;
    const kept = await history.load(name);
    if (kept !== null && isFinal(kept)) return ok(kept);
    const answer = await asked(request, profile, window, cut);
    if (!answer.ok || cut) return answer;
    await history.save(answer.value);
    return answer;
  };

  return {
    report: async (request) => {
      const { account, range, by } = request;
      const profile = await options.profile(account);
      if (!profile.ok) return profile;
      const labels = await options.labels();
      const window = rangeWindow(range, now());
      const common = { account: account.id, range, by, labels };
      if (isEstimated(profile.value)) {
        const found = await estimated(request, [window]);
        if (!found.ok) return found;
        const { slices, notes } = found.value;
        const why = profile.value?.capabilities.analytics;
        const reasons = [
          'This is an estimate from Claude Code’s transcripts on this machine and Portkey’s price list.',
          ...(why === undefined ? [] : [`${why.reason} ${why.hint ?? ''}`.trim()]),
        ];
        const [slice] = slices;
        if (slice !== undefined)
          return ok(reportOf({ ...common, slice, notes: [...reasons, ...notes] }));
      }
      const cut = await isCut(request, profile.value, window);
      const slice = await asked(request, profile.value, window, cut);
      return slice.ok ? ok(reportOf({ ...common, slice: slice.value })) : slice;
    },

    series: async (request) => {
      const { account, range, by } = request;
      const profile = await options.profile(account);
      if (!profile.ok) return profile;
      const buckets = bucketsOf(range, now());
      const common = { account: account.id, range, by, buckets, now: now() };
      const labels = await options.labels();
      if (isEstimated(profile.value)) {
        const found = await estimated(request, buckets);
        if (!found.ok) return found;
        const { slices } = found.value;
        return ok(seriesOf({ ...common, source: 'estimate', slices, labels }));
      }
      const cut = await isCut(request, profile.value, rangeWindow(range, now()));
      const answers = await Promise.all(
        buckets.map((window) => bucket(request, profile.value, window, cut)),
      );
      // One bucket that fails leaves a gap; when all do, the reason is the answer.
      const first = answers.find((answer) => !answer.ok);
      if (first?.ok === false && answers.every((answer) => !answer.ok)) return first;
      const slices = answers.map((answer) => (answer.ok ? answer.value : null));
      return ok(seriesOf({ ...common, source: 'portkey', slices, labels }));
    },
  };
}
