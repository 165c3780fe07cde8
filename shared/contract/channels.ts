/**
 * Names only, without schemas, so that the preload stays a few kilobytes. A contract test holds them equal to the keys of
 * `requests` and `events`.
 */
export const REQUEST_NAMES = [
  'snapshot.get',
  'accounts.save',
  'accounts.rename',
  'accounts.remove',
  'accounts.setDefault',
  'accounts.test',
  'accounts.models',
  'presets.save',
  'presets.duplicate',
  'presets.remove',
  'presets.reorder',
  'presets.import',
  'presets.export',
  'worktrees.rescan',
  'roots.add',
  'roots.remove',
  'assignments.preview',
  'assignments.apply',
  'assignments.previewClear',
  'assignments.clear',
  'assignments.setTrace',
  'assignments.traceHistory',
  'assignments.environment',
  'settings.previewRepair',
  'settings.repair',
  'journal.list',
  'journal.undo',
] as const;

export const EVENT_NAMES = ['snapshot.changed'] as const;

/** IPC channel of a request or an event. */
export function channelOf(name: string): string {
  return `switchyard:${name}`;
}
