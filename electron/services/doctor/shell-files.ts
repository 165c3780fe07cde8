import fs from 'node:fs';
import path from 'node:path';

/** Where shells take their variables from, in a person's home. */
const START_UP_FILES = [
  '.zshenv',
  '.zprofile',
  '.zshrc',
  '.bash_profile',
  '.bashrc',
  '.profile',
  '.config/fish/config.fish',
] as const;

const LIMIT = 1024 * 1024;

/** A credential for Claude Code that is set to something which stands right there (`$(…)` or another variable is not a key in a file). */
const SETS =
  /^\s*(?:export\s+|set\s+(?:-\w+\s+|--\w+\s+)*|declare\s+-x\s+|typeset\s+-x\s+)?(ANTHROPIC_API_KEY|ANTHROPIC_AUTH_TOKEN|CLAUDE_CODE_OAUTH_TOKEN|PORTKEY_API_KEY|ANTHROPIC_CUSTOM_HEADERS)(?:=|\s+)["']?([^\s"'$`#][^"'$`]{7,})/;

export interface ShellLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly name: string;
}

/** The lines of one start-up file that set a credential. Pure; the value itself goes nowhere. */
export function credentialLines(file: string, text: string): ShellLine[] {
  return text.split('\n').flatMap((content, index) => {
    const [, name, value] = SETS.exec(content) ?? [];
    if (name === undefined || value === undefined) return [];
    const carries = name !== 'ANTHROPIC_CUSTOM_HEADERS' || /api-key|authorization/i.test(value);
    return carries ? [{ file, line: index + 1, name }] : [];
  });
}

/** Looks through the person's start-up files. Reads only; what cannot be read says nothing. */
export function readShellFiles(personHome: string): ShellLine[] {
  return START_UP_FILES.flatMap((name) => {
    const file = path.join(personHome, name);
    try {
      if (!fs.existsSync(file) || fs.statSync(file).size > LIMIT) return [];
      return credentialLines(file, fs.readFileSync(file, 'utf8'));
    } catch {
      return [];
    }
  });
}
