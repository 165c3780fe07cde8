import { fail, failureOf, ok, type Result } from '../../../shared/domain/failure.ts';
import { type Cents, sumCents } from '../../../shared/domain/money.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { RebuildableDatabase } from '../state/rebuildable-database.ts';
import { costOf } from './model-price.ts';
import type { PriceBook, Prices } from './price-book.ts';
import { scanTranscripts, type ScanReport } from './scan-transcripts.ts';
import { createTranscriptStore, type Usage } from './transcript-store.ts';
import type { Estimate, Estimator, EstimateRow } from './types.ts';
import { locator, type Place } from './worktree-of.ts';

/** Rows of one window: by worktree and model, with a price where there is one. */
function rowsOf(
  usages: readonly Usage[],
  worktreeOf: (cwd: string) => string,
  prices: Prices,
): EstimateRow[] {
  const rows = new Map<string, { row: EstimateRow; amounts: (Cents | null)[] }>();
  for (const usage of usages) {
    const worktree = worktreeOf(usage.cwd);
    const { model } = usage;
    const price = prices.priceOf(model);
    const key = JSON.stringify([worktree, model]);
    const before = rows.get(key);
    const tokens =
      usage.input + usage.output + usage.cacheWrite + usage.cacheWriteHour + usage.cacheRead;
    rows.set(key, {
      row: {
        worktree,
        model,
        requests: usage.requests + (before?.row.requests ?? 0),
        tokens: tokens + (before?.row.tokens ?? 0),
        cents: null,
      },
      amounts: [...(before?.amounts ?? []), price === null ? null : costOf(price, usage)],
    });
  }
  return [...rows.values()].map(({ row, amounts }) => {
    const known = amounts.filter((one) => one !== null);
    return { ...row, cents: known.length < amounts.length ? null : sumCents(known) };
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

function notesOf(
  windows: Estimate['windows'],
  { unreadable }: ScanReport,
  prices: Prices,
): string[] {
  const rows = windows.flat();
  const unpriced = [
    ...new Set(rows.filter((row) => row.cents === null).map((row) => row.model)),
  ].sort();
  const notes = [...prices.notes];
  if (unpriced.length > 0) {
    notes.push(`No price is known for ${listed(unpriced)}, so what it cost is not in the amounts.`);
  }
  if (unreadable.length > 0) {
    notes.push(
      `These transcripts could not be read, so amounts may be too low: ${listed(unreadable)}. Check the permissions of the files.`,
    );
  }
  return notes;
}

/**
 * Spend estimated from Claude Code's transcripts (conductor-claude.md §C3) and list prices. A message belongs to the window
 * of its first copy: that is when it was asked for, and copies that a resumed or forked session adds on a later day then move nothing.
 * Prices are applied when asked, so that a list that comes later prices the past too.
 *
 * The database stays the caller's to dispose of; `dispose` ends a scan that runs, and waits for it.
 */
export function createEstimator(options: {
  /** Folders that hold transcripts, such as `~/.claude/projects`; one that is not there holds none. */
  readonly projects: () => readonly string[];
  /** Made with TRANSCRIPT_MIGRATIONS. */
  readonly database: RebuildableDatabase;
  readonly prices: PriceBook;
  readonly now: () => Date;
}): Estimator {
  const store = createTranscriptStore(options.database);
  const ended = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  const estimateNow = async (
    windows: readonly TimeWindow[],
    worktrees: readonly Place[],
    signal: AbortSignal,
  ): Promise<Result<Estimate>> => {
    try {
      signal.throwIfAborted();
      const now = options.now();
      const [report, prices] = await Promise.all([
        scanTranscripts({ projects: options.projects(), store, now, signal }),
        options.prices.load(signal),
      ]);
      signal.throwIfAborted();
      const usages = await store.usage(
        windows.map(({ from, to }) => [Date.parse(from), Date.parse(to)]),
      );
      const worktreeOf = locator(worktrees);
      const rows = usages.map((usage) => rowsOf(usage, worktreeOf, prices));
      return ok({
        windows: rows,
        asOf: now.toISOString(),
        incomplete: report.unreadable.length > 0,
        notes: notesOf(rows, report, prices),
      });
    } catch (error) {
      if (signal.aborted) return fail('cancelled');
      const carried = failureOf(error);
      if (carried === null) throw error;
      return { ok: false, failure: carried };
    }
  };

  return {
    estimate(windows, worktrees, signal) {
      const either = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal]);
      // One after the other: two scans at a time would read the same files twice.
      const mine = last.then(() => estimateNow(windows, worktrees, either));
      last = mine.catch(() => undefined);
      return mine;
    },
    async dispose() {
      ended.abort();
      await last;
    },
  };
}
