/** `owner/name` of a repository on GitHub. */
export const GITHUB_REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

/** `1.2.3`, with or without a leading v; anything behind a dash makes it a preview. */
const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?$/;

/**
 * Whether a released version is newer than the one that runs. Previews (`1.2.0-beta.1`) are never offered, and count as
 * older than the version they lead to. What is no version is not newer.
 */
export function isNewerVersion(released: string, running: string): boolean {
  const [, ...other] = VERSION.exec(released) ?? [];
  const [, ...own] = VERSION.exec(running) ?? [];
  if (other.length === 0 || own.length === 0 || other[3] !== undefined) return false;
  for (const part of [0, 1, 2]) {
    const difference = Number(other[part]) - Number(own[part]);
    if (difference !== 0) return difference > 0;
  }
  return own[3] !== undefined;
}
