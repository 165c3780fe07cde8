/**
 * The shell command that prints a stored key, for Claude Code's `apiKeyHelper` (which it runs through `/bin/sh`). The key is
 * in neither the command nor the file that holds it.
 *
 * macOS: `security find-generic-password -w` prints the password and a newline. The item was made by another program,
 * so macOS asks once whether `security` may read it. Linux: `secret-tool` (Debian `libsecret-tools`) prints the bare
 * secret when its output is no terminal.
 * @returns null on a platform that has no such tool, and for names that no shell word can hold (control characters)
 */
export function keylessCommand(options: {
  platform: NodeJS.Platform;
  service: string;
  account: string;
}): string | null {
  const { platform, service, account } = options;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(service + account)) return null;
  const [named, owned] = [shellWord(service), shellWord(account)];
  if (platform === 'darwin') {
    return `/usr/bin/security find-generic-password -s ${named} -a ${owned} -w`;
  }
  return platform === 'linux' ? `secret-tool lookup service ${named} account ${owned}` : null;
}

/** A word that a POSIX shell takes literally. Plain names stay as they are, so that the command reads well. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
