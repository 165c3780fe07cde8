import type { ReportRow, SpendReport } from './spend.ts';

const NOUNS: Readonly<Record<SpendReport['by'], string>> = {
  worktree: 'workspace',
  model: 'model',
  provider: 'provider',
  trace: 'trace ID',
};

/** What stands beside numbers of Portkey's, where their age matters (portkey-api.md §2.7). */
export const LAG = 'Portkey’s numbers may lag by up to about 3 minutes.';

/** What a report is grouped by, in the person's word: `workspace`, `model`, … */
export function groupingNoun(by: SpendReport['by']): string {
  return NOUNS[by];
}

/** What stands at the head of a report's row, for all kinds of rows. */
export function reportRowName(
  row: Pick<ReportRow, 'kind' | 'key' | 'label'>,
  by: SpendReport['by'],
): string {
  switch (row.kind) {
    case 'other':
      return `Without a ${NOUNS[by]}`;
    case 'elsewhere':
      return 'Workspaces not on this machine';
    case 'rest':
      return 'Not accounted for';
    case 'named':
      return row.label === '' ? row.key : row.label;
  }
}
