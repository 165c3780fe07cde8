import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Shadow } from '../../shared/domain/preview.ts';
import type { Preset } from '../../shared/domain/preset.ts';

/** `1 workspace`, `3 workspaces`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The home folder as `~`, and only the last two folders of a long path: enough to tell one from the other. */
export function shortPath(path: string): string {
  const home = path.replace(/^\/(?:Users|home)\/[^/]+(?=\/|$)/, '~');
  const parts = home.split('/');
  return parts.length <= 4 ? home : `${parts[0] ?? ''}/…/${parts.slice(-2).join('/')}`;
}

/** The route in a few words. The same as the domain's, which would pull the schemas into the popover. */
export function routeOf(preset: Preset): string {
  return preset.provider ?? preset.config ?? 'key’s default';
}

export function presetName(presets: readonly Preset[], id: string): string {
  return presets.find((preset) => preset.id === id)?.name ?? id;
}

/** What a worktree is on, in one or two words. */
export function routeName(tree: WorktreeView, presets: readonly Preset[]): string {
  return tree.assignment === null ? 'Not routed' : presetName(presets, tree.assignment.presetId);
}

/** `3 of 5 workspaces on Portkey` */
export function summarise(snapshot: AppSnapshot): string {
  const usable = snapshot.worktrees.filter((tree) => !tree.bare && !tree.missing);
  if (usable.length === 0) return 'No workspaces yet';
  const routed = usable.filter((tree) => tree.assignment !== null).length;
  return `${routed} of ${count(usable.length, 'workspace')} on Portkey`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `just now`, `4 min ago`, `3 h ago`, then the date. @param now in milliseconds since 1970 */
export function age(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (Number.isNaN(passed)) return 'at an unknown time';
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(Date.parse(iso));
}

export function clock(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(
    Date.parse(iso),
  );
}

export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'full' }).format(Date.parse(iso));
}

const LAYERS: Readonly<Record<Shadow['layer'], string>> = {
  'main-checkout': 'the main checkout’s settings',
  managed: 'managed settings',
};

/** Why the row has a triangle, in the few words that fit into it. */
export function attentionWords(tree: WorktreeView): string | null {
  if (tree.missing) return 'The folder is gone';
  if (tree.bare) return 'Bare repository: nothing to write into';
  const shadow = tree.shadowedBy[0];
  if (tree.assignment === null) {
    return shadow === undefined ? null : `Follows ${LAYERS[shadow.layer]}`;
  }
  if (shadow !== undefined) return `Overruled by ${LAYERS[shadow.layer]}`;
  return tree.drifted ? 'Changed since Switchyard wrote it' : null;
}

/** The whole sentence for the detail. */
export function shadowSentence(tree: WorktreeView, shadow: Shadow): string {
  const verb = tree.assignment === null ? 'follows' : 'is still using';
  return `${tree.name} ${verb} ${LAYERS[shadow.layer]}: ${shadow.file} sets ${shadow.variables.join(', ')}.`;
}

/** Next steps that the shared table words for a terminal, in the words of this window. */
const WINDOW_HINTS: Readonly<Partial<Record<Failure['code'], string>>> = {
  'account.missing': 'Add a Portkey key under Accounts first.',
  'key.missing': 'Store its key under Accounts.',
  'journal.drifted': 'Compare what was written with what is there, under History.',
  'journal.empty': 'What can be taken back is under History.',
  'preset.missing': 'Choose another preset, or make it again under Presets.',
  'settings.unparsable': 'Preview the repair; nothing is written before you say yes.',
};

/** The hint to show: the failure's own, unless it names a command and there is a button for it here. */
export function hintOf(failure: Failure): string | null {
  const own = failure.hint ?? null;
  const here = WINDOW_HINTS[failure.code];
  return here !== undefined && (own === null || own.includes('switchyard ')) ? here : own;
}
