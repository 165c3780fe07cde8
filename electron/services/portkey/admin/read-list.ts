import { fail, failure, ok, type Result } from '../../../../shared/domain/failure.ts';
import { numberFromWire } from '../../../../shared/domain/money.ts';
import { readEnvelope } from '../key-probe.ts';
import { isRecord } from './wire-schema.ts';

/** The body as an object. Empty, HTML, cut-off JSON and `{"success":false}` with status 200 are `portkey.unexpected`. */
export function readObject(body: string): Result<Readonly<Record<string, unknown>>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const what = body.trim() === '' ? 'an empty answer' : 'an answer that is not JSON';
    return fail('portkey.unexpected', {
      message: `Portkey, or a proxy in front of it, gave ${what}.`,
      hint: 'Check the admin URL; it ends in /v1. Try again in a minute.',
    });
  }
  if (!isRecord(value)) return fail('portkey.unexpected');
  if (value['success'] === false) {
    const { code } = readEnvelope(body);
    return fail('portkey.unexpected', {
      message: `Portkey reports a failure inside a successful answer${code === null ? '' : ` (${code})`}.`,
    });
  }
  return ok(value);
}

/** One page of a list, before its rows are read. */
export interface RawPage {
  readonly rows: readonly unknown[];
  /** As said by the server; past the last page it may say 0. Null when it says nothing. */
  readonly total: number | null;
  /** The server says that data are missing. */
  readonly quotaExceeded: boolean;
}

/**
 * A list in either envelope, `{object:"list",total,data:[…]}` or `{success:true,data:[…]}`, also one inside the other
 * (portkey-api.md §12.2).
 * @returns the page, or `portkey.unexpected` when there is no array in it
 */
export function readList(body: string): Result<RawPage> {
  const object = readObject(body);
  if (!object.ok) return object;
  const outer = object.value;
  const inner = isRecord(outer['data']) ? outer['data'] : outer;
  const rows = inner['data'];
  if (!Array.isArray(rows)) return { ok: false, failure: failure('portkey.unexpected') };
  return ok({
    rows,
    total: numberFromWire(inner['total'] ?? outer['total']),
    quotaExceeded: [inner, outer].some((one) => one['is_quota_exceeded'] === true),
  });
}

/** A single record, bare or in `{success:true,data:{…}}`. */
export function readSingle(body: string): Result<Readonly<Record<string, unknown>>> {
  const object = readObject(body);
  if (!object.ok) return object;
  const inner = object.value['data'];
  return ok(isRecord(inner) ? inner : object.value);
}
