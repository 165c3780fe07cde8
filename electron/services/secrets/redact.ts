import { maskSecret } from '../../../shared/domain/secret-text.ts';

/** Shorter texts are no keys, and masking them would eat ordinary words. */
const SHORTEST = 8;

export interface Redactor {
  /** Makes a secret known; from now on every text loses it. */
  register(secret: string): void;
  /** The text with every known secret masked (`••••1234`), however it was escaped. */
  redact(text: string): string;
}

/** Masks the secrets that have passed through the process, for the log and for every error that leaves it. */
export function createRedactor(): Redactor {
  const masks = new Map<string, string>();
  let longestFirst: readonly (readonly [form: string, mask: string])[] = [];
  return {
    register: (secret) => {
      if (secret.length < SHORTEST || masks.has(secret)) return;
      for (const form of writtenForms(secret)) masks.set(form, maskSecret(secret));
      // A key may contain another one: the longer has to go first, or its rest would stay readable.
      longestFirst = [...masks].sort(([a], [b]) => b.length - a.length);
    },
    redact: (text) => {
      let clean = text;
      for (const [form, mask] of longestFirst) clean = clean.replaceAll(form, mask);
      return clean;
    },
  };
}

/** The ways one secret is written: plain, inside JSON, inside JSON inside JSON, in a URL (either case of hex), in a form. */
function writtenForms(secret: string): ReadonlySet<string> {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  const inUrl = encodeURIComponent(secret);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const lowerHex = (text: string): string =>
    text.replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  return new Set([
    secret,
    inJson(secret),
    inJson(inJson(secret)),
    inUrl,
    lowerHex(inUrl),
    inForm,
    lowerHex(inForm),
  ]);
}
