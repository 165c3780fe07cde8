/**
 * Whether a git index can hold an entry for a path, from its bytes alone: a `git` process per worktree would be most of
 * what a bulk apply costs. `maybe` means: ask git. Format: git's Documentation/gitformat-index.
 */
export function indexMayTrack(index: Uint8Array, file: string): 'no' | 'maybe' {
  const bytes = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return 'maybe';
  const version = bytes.readUInt32BE(4);
  // Version 4 cuts off what a path shares with the one before it; other versions hold paths whole.
  if (version !== 2 && version !== 3) return 'maybe';
  if (bytes.includes(file, 12, 'utf8')) return 'maybe';
  // A split index keeps entries in another file; a sparse one folds folders into one entry.
  if (hasExtension(bytes, 'link') || hasExtension(bytes, 'sdir')) return 'maybe';
  return 'no';
}

/** Extension names can also occur inside paths; a false "maybe" only costs one git process. */
function hasExtension(bytes: Buffer, name: string): boolean {
  return bytes.includes(name, 12, 'latin1');
}

/** The line for `info/exclude`: one for all worktrees of a repository (measured: they share that file). */
export const EXCLUDE_LINE = '/.claude/settings.local.json';

const COVERING: ReadonlySet<string> = new Set([
  EXCLUDE_LINE,
  '.claude/settings.local.json',
  '**/.claude/settings.local.json',
]);

/** The line of an ignore file that stands for exactly this path (gitignore(5)). */
export function excludeLine(file: string): string {
  return `/${file.replace(/[\\*?[\]]/g, '\\$&').replace(/ $/, '\\ ')}`;
}

/** The lines of an ignore file as git reads them: no byte-order mark, spaces (and nothing else) at the end taken off. */
function linesOf(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/ +$/, ''));
}

/**
 * Whether the settings file is surely ignored, from ignore files alone. False means: ask git. Any line that takes a
 * pattern back (`!…`), in any of the files, makes it unsure.
 * @param exclude text of `info/exclude`
 * @param ignoreFiles texts of the `.gitignore` files at and above the settings file, which weigh more
 */
export function isSurelyIgnored(exclude: string | null, ignoreFiles: readonly string[]): boolean {
  if (exclude === null) return false;
  const all = [exclude, ...ignoreFiles].flatMap(linesOf);
  if (all.some((line) => line.startsWith('!'))) return false;
  return linesOf(exclude).some((line) => COVERING.has(line));
}

/** `info/exclude` with a line at its end, in the file's own line ends. */
export function withExcludeLine(exclude: string | null, line = EXCLUDE_LINE): string {
  const text = exclude ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : eol;
  return `${text}${gap}${line}${eol}`;
}
