import { SECRET_VARIABLES } from './env-block.ts';
import {
  holdsSecret,
  isHeaderList,
  parseHeaders,
  serialiseHeaders,
  splitHeaders,
} from './header-set.ts';

/** `••••1234`: what is shown of a secret. Short secrets show nothing of themselves. */
export function maskSecret(secret: string): string {
  if (secret === '') return '';
  return secret.length < 12 ? '••••' : `••••${secret.slice(-4)}`;
}

/** The password in `https://user:password@host`. */
const URL_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?:)([^/?#]+)@/i;

/** A variable's value with its secret parts masked, for previews, exports and logs. */
export function maskVariable(name: string, value: string): string {
  if (SECRET_VARIABLES.has(name)) return maskSecret(value);
  if (name === 'ANTHROPIC_BASE_URL') return value.replace(URL_PASSWORD, '$1••••@');
  if (name !== 'ANTHROPIC_CUSTOM_HEADERS') return value;
  if (!isHeaderList(value)) return maskSecret(value);
  return serialiseHeaders(
    parseHeaders(value).map((header) =>
      holdsSecret(header) ? { ...header, value: maskSecret(header.value) } : header,
    ),
  );
}

/** The secret strings inside a variable's value: what must never reach a log or a journal. */
export function secretsIn(name: string, value: string): string[] {
  if (value === '') return [];
  if (SECRET_VARIABLES.has(name)) return [value];
  if (name === 'ANTHROPIC_BASE_URL') {
    const password = URL_PASSWORD.exec(value)?.[2];
    return password === undefined ? [] : [password];
  }
  if (name !== 'ANTHROPIC_CUSTOM_HEADERS') return [];
  if (!isHeaderList(value)) return [value];
  // A duplicate that does not count is a secret all the same.
  return splitHeaders(value)
    .filter(holdsSecret)
    .map((header) => header.value);
}

/**
 * Masks every word that could be a key (16 characters and more, letters and digits), for text whose meaning nobody knows:
 * comments, other people's commands.
 */
export function maskLikelySecrets(text: string): string {
  return text.replace(LONG_WORD, (word) => (isLikelySecret(word) ? maskSecret(word) : word));
}

const LONG_WORD = /[A-Za-z0-9_+=-]{16,}/g;

function isLikelySecret(word: string): boolean {
  return /\d/.test(word) && /[A-Za-z]/.test(word);
}

/** The words that {@link maskLikelySecrets} masks. */
export function likelySecrets(text: string): string[] {
  return (text.match(LONG_WORD) ?? []).filter(isLikelySecret);
}

const NAMED_KEY =
  /\b(?:ANTHROPIC_AUTH_TOKEN|ANTHROPIC_API_KEY|PORTKEY_API_KEY|x-portkey-api-key)["']?\s*[:=]\s*["']?([\w+/=.-]{16,})/gi;

/** Whether a text of any kind holds what is most likely a key of Anthropic or Portkey; a stand-in for one (`YOUR_…`) is none. */
export function holdsLikelyKey(text: string): boolean {
  if (/\bsk-ant-[\w-]{16,}/.test(text)) return true;
  return [...text.matchAll(NAMED_KEY)].some(
    ([, value = '']) => /\d/.test(value) && !/your|example|placeholder|xxxx/i.test(value),
  );
}

/**
 * A name that somebody wrote (a provider's, a model's), to be shown: one word with nothing of a key about it. Anything else is masked
 * whole, since keys end up where names belong.
 */
export function shownName(text: string): string {
  return /^@?[\w][\w.:@/-]*$/.test(text) && !/(?:^|[^a-z])[sp]k-/i.test(text)
    ? maskLikelySecrets(text)
    : maskSecret(text);
}
