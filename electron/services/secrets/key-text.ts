import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

export const KEY_LENGTH = { least: 8, most: 512 } as const;

/**
 * Cleans and checks a pasted key: blanks and line ends around it go; what remains is one line of printable ASCII without
 * spaces, because it is sent as a header's value. Portkey does not publish a fixed form, so no more is asked of it.
 * @returns the key, or `key.invalid` on the field `secret`; the sentence never holds any of the text
 */
export function checkKey(pasted: string): Result<string> {
  const key = pasted.trim();
  const problem = problemOf(key);
  return problem === null ? ok(key) : fail('key.invalid', { message: problem, field: 'secret' });
}

function problemOf(key: string): string | null {
  if (key === '') return 'No key was given.';
  if (/[\r\n]/.test(key)) return 'The key has more than one line.';
  if (/\s/.test(key)) return 'The key has a space inside.';
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return 'The key has a character that no key has (an invisible one, a typographic dash or quote).';
  }
  if (key.length < KEY_LENGTH.least) {
    return `The key is too short: ${key.length} of at least ${KEY_LENGTH.least} characters.`;
  }
  if (key.length > KEY_LENGTH.most) {
    return `The key is too long: ${key.length} of at most ${KEY_LENGTH.most} characters.`;
  }
  return null;
}
