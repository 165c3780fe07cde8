import { hash } from 'node:crypto';

import { secretsIn } from '../../../../shared/domain/secret-text.ts';
import { applySteps, type EditStep } from '../json/json-editor.ts';

/** Text with its secrets taken out: plain parts, and references to where the secrets are kept. */
export type SealedPart = string | { readonly secret: string };
export interface SealedStep {
  readonly offset: number;
  readonly removed: readonly SealedPart[];
  /** What was put in stands in the file itself, so its length is enough to lead back. */
  readonly insertedLength: number;
}

/** Keychain account of a secret that an undo may need. The same secret has the same name, so it is stored once. */
export function secretReference(secret: string): string {
  return `inverse/${hash('sha256', `switchyard\0${secret}`).slice(0, 32)}`;
}

/**
 * The pieces of a variable's raw JSON value that are secret, as they stand in the text. A value that spells its secret
 * with escapes is secret as a whole, since the secret itself cannot be found in it.
 */
export function secretFragments(name: string, raw: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return [raw];
  }
  if (value === null) return [];
  if (typeof value === 'object') return [raw];
  const secrets = secretsIn(name, typeof value === 'string' ? value : raw);
  const tokens = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const whole = typeof value === 'string' ? raw.slice(1, -1) : raw;
  return tokens.every((token) => raw.includes(token)) ? tokens : [whole];
}

function sealText(text: string, secrets: readonly string[]): SealedPart[] {
  let parts: SealedPart[] = [text];
  for (const secret of secrets) {
    parts = parts.flatMap((part): SealedPart[] => {
      if (typeof part !== 'string' || !part.includes(secret)) return [part];
      return part
        .split(secret)
        .flatMap((piece, index): SealedPart[] =>
          index === 0 ? [piece] : [{ secret: secretReference(secret) }, piece],
        );
    });
  }
  return parts.filter((part) => part !== '');
}

/**
 * Takes the secrets out of edit steps, so that a journal on disk holds none.
 * @param secrets raw pieces of text, as {@link secretFragments} finds them
 * @returns the sealed steps and the secrets that really occur, by reference
 */
export function sealSteps(
  steps: readonly EditStep[],
  secrets: Iterable<string>,
): { steps: SealedStep[]; secrets: Map<string, string> } {
  const known = longestFirst(secrets);
  const sealed = steps.map((step) => ({
    offset: step.offset,
    removed: sealText(step.removed, known),
    insertedLength: step.inserted.length,
  }));
  const byReference = new Map(known.map((secret) => [secretReference(secret), secret]));
  const used = referencesIn(sealed.map((step) => step.removed));
  return { steps: sealed, secrets: new Map([...byReference].filter(([name]) => used.has(name))) };
}

/** A secret may hold another one, so the longest is looked for first. */
function longestFirst(secrets: Iterable<string>): string[] {
  return [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length);
}

/** One text without its secrets, and the secrets that occur in it by reference. */
export function sealRaw(
  text: string,
  secrets: Iterable<string>,
): { parts: SealedPart[]; secrets: Map<string, string> } {
  const known = longestFirst(secrets);
  const parts = sealText(text, known);
  const used = referencesIn([parts]);
  return {
    parts,
    secrets: new Map(
      known
        .map((secret) => [secretReference(secret), secret] as const)
        .filter(([name]) => used.has(name)),
    ),
  };
}

/** The references that opening these texts needs. */
export function referencesIn(texts: readonly (readonly SealedPart[])[]): Set<string> {
  return new Set(texts.flat().flatMap((part) => (typeof part === 'string' ? [] : [part.secret])));
}

/** Puts the secrets back. Throws for a reference that `secrets` lacks: look {@link referencesIn} up first. */
export function openText(
  parts: readonly SealedPart[],
  secrets: ReadonlyMap<string, string>,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const secret = secrets.get(part.secret);
      if (secret === undefined) throw new Error(`No secret for ${part.secret}`);
      return secret;
    })
    .join('');
}

/**
 * The steps that lead back from `after`, the text that the sealed steps led to.
 * @param after must be exactly that text: compare hashes first
 */
export function openInverse(
  steps: readonly SealedStep[],
  after: string,
  secrets: ReadonlyMap<string, string>,
): EditStep[] {
  let current = after;
  return steps.toReversed().map((sealed) => {
    const step = {
      offset: sealed.offset,
      removed: current.slice(sealed.offset, sealed.offset + sealed.insertedLength),
      inserted: openText(sealed.removed, secrets),
    };
    current = applySteps(current, [step]);
    return step;
  });
}
