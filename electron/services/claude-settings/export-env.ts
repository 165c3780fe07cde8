import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { maskVariable } from '../../../shared/domain/secret-text.ts';

export type EnvFormat = 'conductor' | 'dotenv' | 'json';

/** Double quotes for a shell: the four characters that mean something inside them are escaped. */
function shellQuote(value: string): string {
  return `"${value.replace(/["\\$`]/g, (character) => `\\${character}`)}"`;
}

function dotenvQuote(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('$', '\\$');
  return `"${escaped}"`;
}

/**
 * The variables of a worktree as text to paste elsewhere.
 * `conductor`: `export NAME="value"` lines as Conductor's own examples have them; headers keep real newlines inside the
 * quotes, because Claude Code does not take `\n` for one (measured). `dotenv`: escaped, one line each. `json`: an object.
 * @param reveal false masks keys as `••••1234`
 */
export function exportEnv(
  env: Readonly<Record<string, string>>,
  format: EnvFormat,
  reveal: boolean,
): string {
  const shown = OWNED_VARIABLES.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, reveal ? value : maskVariable(name, value)]];
  });
  switch (format) {
    case 'json':
      return `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n`;
    case 'dotenv':
      return shown.map(([name, value]) => `${name}=${dotenvQuote(value)}\n`).join('');
    case 'conductor':
      return shown.map(([name, value]) => `export ${name}=${shellQuote(value)}\n`).join('');
  }
}
