import { SECRET_VARIABLES } from './env-block.ts';
import { isGuard, isSecretHeader, parseHeaders, serialiseHeaders } from './header-set.ts';

/** `••••1234`: what is shown of a secret. Short secrets show nothing of themselves. */
export function maskSecret(secret: string): string {
  if (secret === '') return '';
  return secret.length < 12 ? '••••' : `••••${secret.slice(-4)}`;
}

/** A variable's value with its secret parts masked, for previews, exports and logs. */
export function maskVariable(name: string, value: string): string {
  if (SECRET_VARIABLES.has(name)) return maskSecret(value);
  if (name !== 'ANTHROPIC_CUSTOM_HEADERS') return value;
  return serialiseHeaders(
    parseHeaders(value).map((header) =>
      isSecretHeader(header.name) && !isGuard(header)
        ? { ...header, value: maskSecret(header.value) }
        : header,
    ),
  );
}

/** The secret strings inside a variable's value: what must never reach a log or a journal. */
export function secretsIn(name: string, value: string): string[] {
  if (SECRET_VARIABLES.has(name)) return value === '' ? [] : [value];
  if (name !== 'ANTHROPIC_CUSTOM_HEADERS') return [];
  return parseHeaders(value)
    .filter((header) => isSecretHeader(header.name) && !isGuard(header) && header.value !== '')
    .map((header) => header.value);
}
