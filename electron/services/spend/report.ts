import { LAG, reportRowName } from '../../../shared/domain/report-words.ts';
import type {
  ReportRow,
  SpendGrouping,
  SpendRange,
  SpendReport,
} from '../../../shared/domain/spend.ts';
import { sumAmounts } from './amounts.ts';
import type { Slice, SliceRow } from './history.ts';
import { byWorktree } from './views.ts';

/** What rows of spend are called: worktrees that are known here, by id, for people. */
export type Labels = ReadonlyMap<string, string>;

const NOT_WHOLE = {
  portkey:
    'Portkey’s answer was not whole, so the total is not known; what is listed is the least.',
  estimate: 'Some transcripts could not be read, so amounts may be too low.',
} as const;
function compare(a: ReportRow, b: ReportRow): number {
  if (a.kind !== b.kind) return a.kind === 'named' ? -1 : b.kind === 'named' ? 1 : 0;
  return (b.cents ?? -1) - (a.cents ?? -1) || a.label.localeCompare(b.label, 'en');
}

function rowsByWorktree(rows: readonly SliceRow[], labels: Labels): ReportRow[] {
  const groups = byWorktree(rows);
  const named = [...groups].flatMap(([id, parts]) => {
    const label = labels.get(id);
    return label === undefined
      ? []
      : [{ kind: 'named' as const, key: id, label, ...sumAmounts(parts) }];
  });
  const other = groups.get('') ?? [];
  const elsewhere = [...groups].flatMap(([id, parts]) =>
    id === '' || labels.has(id) ? [] : parts,
  );
  return [
    ...named,
    ...(other.length === 0 ? [] : [unnamed('other', 'worktree', other)]),
    ...(elsewhere.length === 0 ? [] : [unnamed('elsewhere', 'worktree', elsewhere)]),
  ];
}

/** A row of what has no name of its own. */
function unnamed(
  kind: 'other' | 'elsewhere',
  by: SpendGrouping,
  parts: readonly SliceRow[],
): ReportRow {
  const label = reportRowName({ kind, key: '', label: '' }, by);
  return { kind, key: '', label, ...sumAmounts(parts) };
}

function rowsByName(rows: readonly SliceRow[], by: 'model' | 'provider'): ReportRow[] {
  const groups = Map.groupBy(rows, (row) => row[by]);
  return [...groups].map(([name, parts]) =>
    name === ''
      ? unnamed('other', by, parts)
      : { kind: 'named', key: name, label: name, ...sumAmounts(parts) },
  );
}

/** The rows of a report; together they are everything that the slice holds. */
export function reportRows(slice: Slice, by: SpendGrouping, labels: Labels): ReportRow[] {
  const rows = by === 'worktree' ? rowsByWorktree(slice.rows, labels) : rowsByName(slice.rows, by);
  return rows.toSorted(compare);
}

/** What somebody who reads a report as text should know; views say it in their own places. */
export function reportNotes(
  slice: Pick<SpendReport, 'source' | 'scope' | 'incomplete' | 'total'>,
): string[] {
  return [
    ...(slice.incomplete ? [NOT_WHOLE[slice.source]] : []),
    ...(slice.source === 'portkey' ? [LAG] : []),
    ...(slice.scope === 'workspace'
      ? [
          'This is everything in the key’s Portkey workspace: which record is this key’s own could not be found out.',
        ]
      : []),
    ...(slice.total.unpriced
      ? [
          'Some models have no price (a Max plan, or a model that is not listed); they are not in the total.',
        ]
      : []),
  ];
}

/** A report of a slice. An answer that is not whole has no total. */
export function reportOf(options: {
  readonly account: string;
  readonly slice: Slice;
  readonly range: SpendRange;
  readonly by: SpendGrouping;
  readonly labels: Labels;
  readonly notes?: readonly string[];
}): SpendReport {
  const { account, slice, range, by, labels, notes = [] } = options;
  const rows = reportRows(slice, by, labels);
  const summed = sumAmounts(rows);
  const unknown = slice.incomplete && slice.source === 'portkey';
  const total = unknown ? { ...summed, cents: null } : summed;
  const { source, scope, asOf, incomplete } = slice;
  return {
    ...slice.window,
    account,
    range,
    by,
    source,
    scope,
    asOf,
    incomplete,
    total,
    rows,
    notes: [...notes],
  };
}
