/**
 * What the small text files inside a git directory mean. Pure: text in, facts out. The rules are git's own, read from
 * its sources (worktree.c, refs/files-backend.c, setup.c, config.c) and compared with git in the tests.
 */

/** Where a HEAD stands. Both null: HEAD cannot be read, or the repository keeps it elsewhere (reftable). */
export interface Head {
  /** Branch without `refs/heads/`; a ref outside of it keeps its full name. */
  readonly branch: string | null;
  /** Commit id, when no branch is checked out. */
  readonly detachedAt: string | null;
}

/** The few settings of a repository that say what its worktrees are. */
export interface RepositoryConfig {
  /** `core.bare`; null when it is not set. */
  readonly bare: boolean | null;
  /** `core.worktree`: where the checkout is, relative to the git directory; null when it is not set. */
  readonly worktree: string | null;
  /** `extensions.worktreeConfig`: `config.worktree` holds more settings of the main checkout. */
  readonly worktreeConfig: boolean;
  /** `extensions.refStorage` is `reftable`: HEAD's text is a stand-in. */
  readonly reftable: boolean;
}

export const NO_HEAD: Head = { branch: null, detachedAt: null };

/** What a ref name (of a symbolic HEAD) is called; null for the stand-in that reftable repositories write. */
export function headOfRef(ref: string): Head {
  if (!ref.startsWith('refs/') || ref === 'refs/heads/.invalid') return NO_HEAD;
  return { branch: ref.startsWith('refs/heads/') ? ref.slice(11) : ref, detachedAt: null };
}

/** Reads the text of a HEAD file: `ref: <name>`, or a commit id of 40 (SHA-1) or 64 (SHA-256) digits. */
export function parseHead(text: string): Head {
  if (text.startsWith('ref:')) return headOfRef(trimAscii(text.slice(4)));
  const id = /^([0-9a-f]{64}|[0-9a-f]{40})(?=\s|$)/i.exec(text)?.[1];
  return id === undefined ? NO_HEAD : { branch: null, detachedAt: id.toLowerCase() };
}

/** The path in a `.git` file (`gitdir: <path>`), which may be relative to the file's folder; null when it is not one. */
export function parseGitFile(text: string): string | null {
  if (!text.startsWith('gitdir: ')) return null;
  const path = text.slice(8).replace(/[\r\n]+$/, '');
  return path === '' ? null : path;
}

/** Trims what git trims from a lock's reason: blanks and line ends on both sides, keeping lines in between. */
export function trimAscii(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

/**
 * Reads the settings above from a `config` file; a later file (`config.worktree`) is read over an earlier one. Includes
 * are not followed, as git does not follow them when it looks at what kind of repository it has.
 */
export function parseConfig(text: string, before?: RepositoryConfig): RepositoryConfig {
  let { bare, worktree, worktreeConfig, reftable } = before ?? {
    bare: null,
    worktree: null,
    worktreeConfig: false,
    reftable: false,
  };
  let section = '';
  for (let line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]"\s]+)\s*("(?:[^"\\]|\\.)*")?\s*\]/.exec(line);
    if (header !== null) {
      section = `${header[1] ?? ''}${header[2] ?? ''}`.toLowerCase();
      line = line.slice(header[0].length);
    }
    if (section !== 'core' && section !== 'extensions') continue;
    const setting = /^\s*([a-z][a-z0-9-]*)\s*(?:=(.*))?$/i.exec(line);
    if (setting === null) continue;
    const name = `${section}.${(setting[1] ?? '').toLowerCase()}`;
    const value = setting[2] === undefined ? null : configValue(setting[2]);
    if (name === 'core.bare') bare = configBoolean(value);
    else if (name === 'core.worktree') worktree = value;
    else if (name === 'extensions.worktreeconfig') worktreeConfig = configBoolean(value);
    else if (name === 'extensions.refstorage') reftable = value?.toLowerCase() === 'reftable';
  }
  return { bare, worktree, worktreeConfig, reftable };
}

/** A value without its comment, quotes, escapes and outer blanks. */
function configValue(raw: string): string {
  let value = '';
  let kept = 0;
  let quoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    const char = raw.charAt(at);
    if (char === '"') {
      quoted = !quoted;
      kept = value.length;
    } else if (char === '\\') {
      at += 1;
      const escaped = raw.charAt(at);
      value += { n: '\n', t: '\t', b: '\b' }[escaped] ?? escaped;
      kept = value.length;
    } else if (!quoted && (char === '#' || char === ';')) {
      break;
    } else if (quoted || value !== '' || !/\s/.test(char)) {
      value += char;
      if (quoted || !/\s/.test(char)) kept = value.length;
    }
  }
  return value.slice(0, kept);
}

/** Git's booleans: a name alone is true; `yes`, `on`, `true` and numbers other than 0 are true. */
function configBoolean(value: string | null): boolean {
  return value === null || /^(true|yes|on|[+-]?0*[1-9][0-9]*[kmg]?)$/i.test(value);
}
