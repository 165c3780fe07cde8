/** True for an `apiKeyHelper` command that an apply of ours wrote. */
export function isOurHelper(command: string | null): boolean {
  return (
    command !== null &&
    /\bSwitchyard\b/.test(command) &&
    /find-generic-password|secret-tool/.test(command)
  );
}
