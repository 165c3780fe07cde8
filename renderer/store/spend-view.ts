import type {
  SpendGrouping,
  SpendRange,
  SpendReport,
  SpendSeries,
} from '../../shared/domain/spend.ts';

/** What the Spend page shows, kept while the view lives. */
export interface SpendView {
  readonly range: SpendRange;
  readonly by: SpendGrouping;
  /** Null: the default one. */
  readonly account: string | null;
  readonly sorting: {
    readonly column: 'label' | 'cents' | 'requests' | 'tokens';
    readonly descending: boolean;
  };
  /** Whether all rows of a long table are shown. */
  readonly whole: boolean;
  /** The last good answer to each question that was asked, by the question; at most one a choice. */
  readonly kept: {
    readonly 'spend.report': Readonly<Record<string, SpendReport>>;
    readonly 'spend.series': Readonly<Record<string, SpendSeries>>;
  };
}

export const FIRST_SPEND_VIEW: SpendView = {
  range: 'today',
  by: 'worktree',
  account: null,
  sorting: { column: 'cents', descending: true },
  whole: false,
  kept: { 'spend.report': {}, 'spend.series': {} },
};
