import { maskSecret } from './secret-text.ts';

/** A secret that is handed on and never shown: printed, logged or made JSON of, it is its mask. */
export interface SecretValue {
  /** `••••1234` */
  readonly masked: string;
  /** The secret itself, for the keychain alone. */
  readonly reveal: () => string;
}

/** Wraps a secret. */
export function secretValue(secret: string): SecretValue {
  return { masked: maskSecret(secret), reveal: () => secret };
}
