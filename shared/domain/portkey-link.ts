// `URL` is a global of every host that this code runs in, but `shared/` is compiled without their types; see url.ts.
declare const URL: {
  new (text: string): {
    readonly href: string;
    readonly username: string;
    readonly password: string;
  };
  canParse(text: string): boolean;
};

/**
 * The address that “Open in Portkey” leads to: the person's template with `{trace}` and `{worktree}` filled in, each encoded
 * so that it cannot become more than one part of the address. Null when that is no https address, or one with a name and
 * password in it.
 */
export function portkeyLink(
  template: string,
  values: { readonly trace: string; readonly worktree: string },
): string | null {
  const filled = template
    .trim()
    .replaceAll(/\{(trace|worktree)\}/g, (_all, name: 'trace' | 'worktree') =>
      encodeURIComponent(values[name].toWellFormed()),
    );
  if (!/^https:\/\//i.test(filled) || !URL.canParse(filled)) return null;
  const url = new URL(filled);
  return url.username === '' && url.password === '' ? url.href : null;
}
