import type { ApiKeyRecord } from './admin/types.ts';

/** Fewer characters than these around the asterisks could be those of another key. */
const FEWEST_SHOWN = 4;

/**
 * Whether a key fits a masked form: what stands before and after the asterisks. Their number says nothing of the key's
 * length (portkey-api.md §1.4).
 */
export function fitsMask(key: string, masked: string): boolean {
  const parts = /^([^*]*)\*+([^*]*)$/.exec(masked);
  const [, before = '', after = ''] = parts ?? [];
  return (
    parts !== null &&
    before.length + after.length >= FEWEST_SHOWN &&
    before.length + after.length <= key.length &&
    key.startsWith(before) &&
    key.endsWith(after)
  );
}

/** The key's own record; null when none fits, or more than one does: a wrong one would show somebody else's money. */
export function findOwnKey(records: readonly ApiKeyRecord[], key: string): ApiKeyRecord | null {
  const fitting = records.filter(
    (record) => record.maskedKey !== null && fitsMask(key, record.maskedKey),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
