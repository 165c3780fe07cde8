import { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Says in words what the contract has against an input. Only field names that the schema itself knows are named: values, and
 * names that the sender made up, may be secrets and are not repeated.
 *
 * @returns the dotted path of the field (empty for the input as a whole) and a full sentence
 */
export function describeIssue(
  schema: z.ZodType,
  issue: Issue,
): { readonly field: string; readonly sentence: string } {
  const field = knownPath(schema, issue.path);
  const subject = field === '' ? 'The request' : `“${field}”`;
  return { field, sentence: `${subject} ${COMPLAINTS.get(issue.code) ?? 'is not valid'}.` };
}

const COMPLAINTS: ReadonlyMap<string, string> = new Map([
  ['invalid_type', 'is missing or of the wrong kind'],
  ['too_big', 'is too long'],
  ['too_small', 'is empty or too short'],
  ['unrecognized_keys', 'has a field that is not known here'],
]);

function knownPath(schema: z.ZodType, path: readonly PropertyKey[]): string {
  const known: string[] = [];
  let at: unknown = schema;
  for (const step of path) {
    at = unwrap(at);
    if (!(at instanceof z.ZodObject) || typeof step !== 'string') break;
    const shape: Readonly<Record<string, unknown>> = at.shape;
    if (!Object.hasOwn(shape, step)) break;
    known.push(step);
    at = shape[step];
  }
  return known.join('.');
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner;
}
