import { hash } from 'node:crypto';

import type { ThreeWay } from '../../../shared/domain/assignment.ts';
import { maskLikelySecrets, maskVariable } from '../../../shared/domain/secret-text.ts';
import {
  NOTHING,
  openOriginal,
  type Original,
  ownedPart,
  type OwnedPart,
  sealPart,
} from './original.ts';

/** One of our variables around a write, as it may be shown, and what tells later whether it is still what was written. */
interface Side {
  readonly before: string | null;
  readonly written: string | null;
  /** SHA-256 of the raw JSON value as written; null when the variable was left out. */
  readonly hash: string | null;
}

/** What the journal keeps of our variables around a write. */
export interface Sides {
  /** What they were before, sealed; names that were not there are left out. */
  readonly before: Omit<Original, 'adopted'>;
  readonly variables: Readonly<Record<string, Side>>;
}

const HELPER = 'apiKeyHelper';

function valuesOf(part: OwnedPart): Record<string, string | null> {
  return { ...part.variables, [HELPER]: part.apiKeyHelper };
}

function fingerprint(raw: string | null): string | null {
  return raw === null ? null : hash('sha256', `switchyard\0${raw}`);
}

function shown(name: string, raw: string | null): string | null {
  if (raw === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return maskLikelySecrets(raw);
  }
  if (typeof value !== 'string') return maskVariable(name, maskLikelySecrets(raw));
  return name === HELPER ? maskLikelySecrets(value) : maskVariable(name, value);
}

/**
 * Our variables around a write from one text to another, and the secrets in them by reference.
 * @param fragments raw pieces of the text before that are secret, which the caller has found already
 */
export function sidesOf(
  before: string | null,
  after: string | null,
  fragments: readonly string[],
): { json: string; secrets: ReadonlyMap<string, string> } {
  const was = ownedPart(before);
  const is = ownedPart(after);
  const sealed = sealPart(was, fragments);
  const [old, written] = [valuesOf(was), valuesOf(is)];
  const variables = Object.keys(old)
    .filter((name) => (old[name] ?? null) !== null || (written[name] ?? null) !== null)
    .map((name): [string, Side] => {
      const [from, to] = [old[name] ?? null, written[name] ?? null];
      const masked = shown(name, from);
      return [
        name,
        { before: masked, written: from === to ? masked : shown(name, to), hash: fingerprint(to) },
      ];
    });
  const present = Object.entries(sealed.content.variables).filter(([, parts]) => parts !== null);
  const sides: Sides = {
    before: { ...sealed.content, variables: Object.fromEntries(present) },
    variables: Object.fromEntries(variables),
  };
  return { json: JSON.stringify(sides), secrets: sealed.secrets };
}

/** What the journal keeps, read; null for a write of an earlier version. */
export function readSides(json: string | null): Sides | null {
  return json === null ? null : (JSON.parse(json) as Sides);
}

/** What our variables were before the write. */
export function openBefore(sides: Sides, secrets: ReadonlyMap<string, string>): OwnedPart {
  const part = openOriginal(sides.before, secrets);
  return { ...part, variables: { ...NOTHING.variables, ...part.variables } };
}

/** The three sides of each variable: before the write, as written, and in the text that is there now. */
export function threeWays(sides: Sides, now: string | null): ThreeWay[] {
  const values = valuesOf(ownedPart(now));
  const names = Object.keys(values).filter(
    (name) => sides.variables[name] !== undefined || (values[name] ?? null) !== null,
  );
  return names.map((name) => {
    const side = sides.variables[name] ?? { before: null, written: null, hash: null };
    const raw = values[name] ?? null;
    return {
      name,
      before: side.before,
      written: side.written,
      now: shown(name, raw),
      result: side.before,
      theirs: fingerprint(raw) !== side.hash,
    };
  });
}
