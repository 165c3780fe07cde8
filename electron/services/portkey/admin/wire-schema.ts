import { z } from 'zod';

import { amountFromWire } from '../../../../shared/domain/money.ts';

/**
 * Fields as they come over the wire, where documented and live types differ (portkey-api.md §12.2). Each of them takes
 * anything, a missing field too, and gives a value of one type, or null where there is nothing to be had from it.
 */

const anything = z.unknown().optional();

/** Numbers, numeric strings; null for negative ones, NaN and everything else. */
export const amount = anything.transform(amountFromWire);

/** Strings, and numbers as strings. An empty string stays one. */
export const text = anything.transform((value) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null,
);

export const flag = anything.transform((value) => value === true || value === 'true');

/** An instant as ISO 8601 in UTC; one without a zone is taken as UTC, which is what Portkey's clocks run on. */
export const instant = anything.transform((value) => {
  if (typeof value !== 'string') return null;
  const bare = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value);
  const parsed = Date.parse(bare ? `${value.replace(' ', 'T')}Z` : value);
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
});

/** The value itself, or what it holds where it came as JSON text. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** One object, an array of them, or either as JSON text: always an array, without what is null. */
export const oneOrMany = anything.transform((value): readonly unknown[] => {
  const inner = decoded(value);
  if (inner === null || inner === undefined) return [];
  return (Array.isArray(inner) ? inner : [inner]).filter((entry) => entry !== null);
});

/** An object, or one as JSON text; an empty one for anything else. */
export const fields = anything.transform((value): Readonly<Record<string, unknown>> => {
  const inner = decoded(value);
  return isRecord(inner) ? inner : {};
});

export const texts = anything.transform((value): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) =>
    typeof entry === 'string' ? [entry] : typeof entry === 'number' ? [String(entry)] : [],
  ),
);

/** Whether the value is an object with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
