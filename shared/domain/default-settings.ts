/**
 * Where "Open in Portkey" leads. Portkey documents no address of a single trace, so the list of logs is the default and the
 * trace ID is copied; `{trace}` and `{worktree}` are filled in where a person's own template has them (portkey-api.md §7).
 */
export const DEFAULT_PORTKEY_LINK = 'https://app.portkey.ai/logs';

/** What views show of the settings of somebody who has chosen nothing. */
export const DEFAULT_CHOICES = {
  alerts: { enabled: false, thresholds: [80, 100] },
  portkeyLink: DEFAULT_PORTKEY_LINK,
  menuBar: { amount: false, shortcut: null as string | null, dock: false, updates: true },
};

/** The settings of somebody who has chosen nothing. Apart from the schema, which a listing does not load. */
export const DEFAULT_SETTINGS = {
  version: 1 as const,
  roots: [] as string[],
  /** How many days the journal keeps a write that nothing needs any more. */
  historyDays: 365,
  ...DEFAULT_CHOICES,
};
