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
  'accounts.probe',
  'presets.save',
  'presets.duplicate',
  'presets.remove',
  'presets.reorder',
  'presets.import',
  'presets.export',
  'presets.importEnvironment',
  'automation.start',
  'automation.job',
  'automation.cancel',
  'automation.setupScript',
  'automation.dismiss',
  'rules.list',
  'rules.save',
  'rules.remove',
  'rules.reorder',
  'rules.test',
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
  'spend.refresh',
  'spend.report',
  'spend.series',
  'spend.traces',
  'budgets.save',
  'budgets.remove',
  'alerts.dismiss',
  'settings.save',
  'spend.pause',
  'links.dismiss',
  'desktop.setLoginItem',
  'desktop.openMenuBarSettings',
  'desktop.restartToUpdate',
  'desktop.dismissNotice',
  'desktop.saveText',
  'view.report',
  'journal.list',
  'journal.undo',
] as const;

export const EVENT_NAMES = ['snapshot.changed', 'view.visible', 'view.open'] as const;

/** IPC channel of a request or an event. */
export function channelOf(name: string): string {
  return `switchyard:${name}`;
}
