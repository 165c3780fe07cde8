/**
 * The readable part of a worktree's id. The id is sent as `metadata.worktree` and typed on a command line, so it holds
 * only what survives both: lower-case ASCII letters, digits and dashes.
 */

const LONGEST_SLUG = 40;

/**
 * A name as `[a-z0-9-]`, 1 to 40 characters: accents are dropped (`Zürich` → `zurich`), every other run of characters
 * becomes one dash, and a name with nothing left becomes `worktree`.
 */
export function worktreeSlug(name: string): string {
  if (name.length <= LONGEST_SLUG && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return name;
  const slug = name
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG + 1)
    .replace(/^-/, '')
    .slice(0, LONGEST_SLUG)
    .replace(/-$/, '');
  return slug === '' ? 'worktree' : slug;
}

/**
 * A worktree's id: the slug and the first 8 digits of a hash.
 *
 * @param name the worktree's administrative name in git, or the repository's name for the main checkout
 * @param digest hexadecimal digest, at least 8 digits, of what makes the worktree unique
 */
export function worktreeId(name: string, digest: string): string {
  return `${worktreeSlug(name)}-${digest.slice(0, 8)}`;
}
