/**
 * A glob as an expression for whole paths: `*` and `?` stay within a folder, `**` goes through folders, everything else
 * stands for itself. Matched without regard to a slash at the end.
 */
export function globExpression(glob: string): RegExp {
  const pattern = glob
    .replace(/\/+$/, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${pattern}$`);
}

/** Whether a glob means a worktree: by its path, its name, or `repository/name`. */
export function globMatches(
  glob: string,
  worktree: { readonly path: string; readonly name: string; readonly repo: string },
): boolean {
  const expression = globExpression(glob);
  return [worktree.path, worktree.name, `${worktree.repo}/${worktree.name}`].some((text) =>
    expression.test(text),
  );
}
