/** Every expected failure has one code. The list is closed: a new outcome needs a new code and a sentence below. */
export const FAILURE_CODES = [
  'account.exists',
  'account.invalid',
  'account.missing',
  'budget.invalid',
  'budget.missing',
  'cancelled',
  'header.invalid',
  'host.busy',
  'host.unsupported',
  'internal',
  'journal.drifted',
  'journal.empty',
  'key.invalid',
  'key.missing',
  'keychain.denied',
  'keychain.unavailable',
  'metadata.invalid',
  'network.unreachable',
  'portkey.budget_exhausted',
  'portkey.forbidden',
  'portkey.incomplete',
  'portkey.missing',
  'portkey.plan',
  'portkey.rate_limited',
  'portkey.unauthorized',
  'portkey.unexpected',
  'preset.exists',
  'preset.in_use',
  'preset.invalid',
  'preset.missing',
  'request.invalid',
  'root.invalid',
  'sender.rejected',
  'settings.conflict',
  'settings.encoding',
  'settings.env_not_object',
  'settings.helper_failed',
  'settings.no_space',
  'settings.not_ignored',
  'settings.read_only',
  'settings.symlink',
  'settings.tracked',
  'settings.unparsable',
  'state.unreadable',
  'trace.invalid',
  'trace.taken',
  'worktree.bare',
  'worktree.missing',
  'worktree.unknown',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** What a failure says when the place that found it has nothing more exact to say. */
export const SENTENCES: Readonly<Record<FailureCode, readonly [message: string, hint: string]>> = {
  'account.exists': [
    'An account with this name exists already.',
    'Choose another name, or replace its key.',
  ],
  'account.invalid': [
    'The account could not be saved.',
    'Check the field that is named and try again.',
  ],
  'account.missing': [
    'There is no such account.',
    'Add a Portkey key first: switchyard accounts add <id>.',
  ],
  'budget.invalid': [
    'The budget could not be saved.',
    'Check the field that is named and try again.',
  ],
  'budget.missing': [
    'There is no such budget.',
    'It may have been removed elsewhere; list the budgets again.',
  ],
  cancelled: ['The work was stopped before it was done.', 'Start it again when you are ready.'],
  'header.invalid': [
    'A header cannot be sent as it is written.',
    'Use letters, digits and dashes in the name, and printable ASCII in the value.',
  ],
  'host.busy': [
    'Switchyard is asked for more at once than it can do.',
    'Wait a moment and try again.',
  ],
  'host.unsupported': ['This needs the menu-bar app.', 'Start Switchyard on a Mac with npm start.'],
  internal: [
    'Switchyard ran into a fault of its own.',
    'Try again; if it comes back, report the number below.',
  ],
  'journal.drifted': [
    'The file has changed since Switchyard wrote it.',
    'Look at the file; apply again, or edit it by hand.',
  ],
  'journal.empty': ['There is nothing to undo.', 'Apply a preset first.'],
  'key.invalid': [
    'This does not look like a Portkey key.',
    'Paste the whole key from Portkey’s API Keys page, in one line.',
  ],
  'key.missing': [
    'This account has no key in the keychain.',
    'Store one: switchyard accounts add <id>.',
  ],
  'keychain.denied': [
    'The keychain did not let Switchyard in.',
    'Unlock the keychain, allow Switchyard, and try again.',
  ],
  'keychain.unavailable': [
    'No keychain can be reached, so no key was stored.',
    'On Linux install libsecret-1-0 and gnome-keyring and log in to a desktop session.',
  ],
  'metadata.invalid': [
    'The metadata cannot be sent to Portkey.',
    'Use string values of at most 128 characters.',
  ],
  'network.unreachable': [
    'The gateway could not be reached.',
    'Check the network and the gateway URL.',
  ],
  'portkey.budget_exhausted': [
    'The budget of this key is used up.',
    'Raise the budget in Portkey, or use another key.',
  ],
  'portkey.forbidden': [
    'Your plan or key does not allow this.',
    'Ask for the scope that is named, or use another key.',
  ],
  'portkey.incomplete': [
    'Portkey says that its answer is not whole: its quota for analytics is used up.',
    'The last good numbers stay; Switchyard asks again by itself.',
  ],
  'portkey.missing': [
    'Portkey does not have this.',
    'Check the name and the admin URL; it may also belong to another Portkey workspace.',
  ],
  'portkey.plan': [
    'Your plan or key does not allow analytics (403 AB03).',
    'Analytics need a paid Portkey plan and a key with the scope analytics.view; your Portkey admin can give both.',
  ],
  'portkey.rate_limited': [
    'Portkey is limiting requests for this key.',
    'Wait a minute and try again.',
  ],
  'portkey.unauthorized': [
    'Portkey does not know this key.',
    'Check that the key and the gateway URL belong together.',
  ],
  'portkey.unexpected': [
    'Portkey gave an answer that Switchyard does not understand.',
    'Try again; check the gateway URL if it stays.',
  ],
  'preset.exists': ['A preset with this id exists already.', 'Choose another id.'],
  'preset.in_use': ['Workspaces still use this preset.', 'Switch them to another preset first.'],
  'preset.invalid': [
    'The preset could not be saved.',
    'Check the field that is named and try again.',
  ],
  'preset.missing': ['There is no such preset.', 'List them: switchyard presets list.'],
  'request.invalid': ['The request was not understood.', 'Check its values and try again.'],
  'root.invalid': [
    'This folder cannot be searched for workspaces.',
    'Choose a folder that exists and that you may read.',
  ],
  'sender.rejected': [
    'The request did not come from Switchyard’s own window.',
    'Open Switchyard from its own link or icon.',
  ],
  'settings.conflict': [
    'Another program kept changing the settings file, so nothing was written.',
    'Wait until it is quiet and apply again.',
  ],
  'settings.encoding': [
    'The settings file is not UTF-8 text, so nothing was written.',
    'Save it as UTF-8 and apply again.',
  ],
  'settings.env_not_object': [
    '“env” in the settings file is not an object, so nothing was written.',
    'Make it an object of names and string values.',
  ],
  'settings.helper_failed': [
    'The keychain tool gave no key, so nothing was written.',
    'Store the key again, or choose the token delivery for this account.',
  ],
  'settings.no_space': [
    'There is no space left on the disk, so nothing was written.',
    'Free some space and apply again.',
  ],
  'settings.not_ignored': [
    'Git does not ignore the settings file, so a key could be committed.',
    'Let Switchyard add the line to the repository’s info/exclude.',
  ],
  'settings.read_only': [
    'The settings file or its folder cannot be written to.',
    'Change the permissions and apply again.',
  ],
  'settings.symlink': [
    'The settings file leads out of the worktree, so nothing was written.',
    'Replace the link by a file inside the worktree.',
  ],
  'settings.tracked': [
    'Git tracks .claude/settings.local.json here; writing would commit a key.',
    'Untrack it: git rm --cached .claude/settings.local.json.',
  ],
  'settings.unparsable': [
    'The settings file is not strict JSON, and Claude Code ignores such a file whole.',
    'Preview the repair: switchyard repair <worktree> --dry-run.',
  ],
  'state.unreadable': [
    'Switchyard’s own state cannot be read.',
    'Move the named file aside; Switchyard makes a new one.',
  ],
  'trace.invalid': [
    'This trace ID cannot be sent as a header.',
    'Use letters, digits, dots, dashes and underscores; no commas.',
  ],
  'trace.taken': ['Another workspace uses this trace ID.', 'Choose another one.'],
  'worktree.bare': [
    'A bare repository has no files to write settings into.',
    'Choose one of its worktrees.',
  ],
  'worktree.missing': ['The worktree is gone.', 'Rescan the workspaces.'],
  'worktree.unknown': [
    'This folder is not a git worktree.',
    'Name the top folder of a worktree, or add its root.',
  ],
};

/** Outcomes that may be different next time without the person changing anything. */
export const RETRYABLE: ReadonlySet<FailureCode> = new Set([
  'host.busy',
  'network.unreachable',
  'portkey.incomplete',
  'portkey.rate_limited',
  'portkey.unexpected',
  'settings.conflict',
  'keychain.denied',
]);
