import type { WorktreeView } from './app-snapshot.ts';
import { fail, ok, type Result } from './failure.ts';
import type { PendingLink } from './pending-link.ts';
import type { Preset } from './preset.ts';
import { decodePresetLink, PRESET_LINK_PREFIX } from './preset-link.ts';
import { checkTraceId } from './trace-id.ts';

export const LINK_PREFIX = 'switchyard://';
const WORKTREE_LINK_PREFIX = 'switchyard://worktree?';

interface Params {
  get(name: string): string | null;
  getAll(name: string): string[];
  keys(): Iterable<string>;
}
declare const URLSearchParams: { new (text: string): Params };

/** What a link to a worktree may say. It names the worktree and never a path, so it cannot choose where to write. */
const FIELDS: ReadonlySet<string> = new Set(['v', 'name', 'repo', 'preset', 'trace']);
const LINK_LIMIT = 8192;

/** What a link is read against. */
export interface LinkSurroundings {
  readonly worktrees: readonly Pick<WorktreeView, 'path' | 'repo' | 'name' | 'bare'>[];
  readonly presets: readonly Pick<Preset, 'id'>[];
}

/**
 * Reads a `switchyard://` link that was opened: `switchyard://preset?…` (see `encodePresetLink`) or
 * `switchyard://worktree?name=lisbon&repo=web&preset=bedrock&trace=ticket-12`, of which only `name` is needed. Anything
 * else in it is refused, so a link carries neither a key nor a path. Reading does nothing.
 *
 * @param id given to what comes back
 */
export function readDeepLink(text: string, id: string, around: LinkSurroundings): PendingLink {
  const read = readChecked(text.trim(), around);
  if (read.ok) return { id, ...read.value };
  const { message, hint } = read.failure;
  return { id, kind: 'refused', message, hint: hint ?? null };
}

/** A union keeps its members apart only when each is looked at by itself. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

function refuse(message: string, hint = 'Ask its sender for a new one.'): Result<never> {
  return fail('request.invalid', { field: 'link', message, hint });
}

function readChecked(link: string, around: LinkSurroundings): Result<Unnumbered<PendingLink>> {
  if (link.length > LINK_LIMIT) return refuse('The link is too long.');
  if (link.startsWith(PRESET_LINK_PREFIX)) {
    const preset = decodePresetLink(link);
    if (!preset.ok) return preset;
    const exists = around.presets.some((one) => one.id === preset.value.id);
    return ok({ kind: 'preset', preset: preset.value, text: link, exists });
  }
  if (link.startsWith(WORKTREE_LINK_PREFIX)) return readWorktree(link, around);
  return refuse(
    'This link asks for something that Switchyard does not do.',
    `Links start with ${PRESET_LINK_PREFIX} or ${WORKTREE_LINK_PREFIX}`,
  );
}

function readWorktree(link: string, around: LinkSurroundings): Result<Unnumbered<PendingLink>> {
  const params = new URLSearchParams(link.slice(WORKTREE_LINK_PREFIX.length));
  for (const name of params.keys()) {
    if (!FIELDS.has(name)) return refuse('The link has a part that no link to a workspace has.');
    if (params.getAll(name).length > 1) return refuse(`The link names “${name}” twice.`);
  }
  if ((params.get('v') ?? '1') !== '1') {
    return refuse('This link was made by another version of Switchyard.', 'Update Switchyard.');
  }
  const name = params.get('name') ?? '';
  const repo = params.get('repo');
  if (name === '') return refuse('The link names no workspace.');
  const found = around.worktrees.filter(
    (one) => !one.bare && one.name === name && (repo === null || one.repo === repo),
  );
  const [worktree, ...others] = found;
  const full = repo === null ? shown(name) : shown(`${repo}/${name}`);
  if (worktree === undefined) {
    return refuse(
      `There is no workspace “${full}” here.`,
      'Rescan, or add its folder in Settings.',
    );
  }
  if (others.length > 0) {
    return refuse(
      `Several workspaces are called “${full}”.`,
      'Ask for a link that names the repository.',
    );
  }
  const preset = params.get('preset');
  if (preset !== null && !around.presets.some((one) => one.id === preset)) {
    return refuse(`There is no preset “${shown(preset)}” here.`, 'Import that preset first.');
  }
  const trace = params.get('trace');
  if (trace !== null) {
    const checked = checkTraceId(trace);
    if (!checked.ok) return checked;
  }
  return ok({
    kind: 'worktree',
    worktree: worktree.path,
    name: `${worktree.repo}/${worktree.name}`,
    preset,
    trace,
  });
}

/** A stranger wrote it: no longer than a name, and nothing in it that moves the text around it. */
function shown(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}
