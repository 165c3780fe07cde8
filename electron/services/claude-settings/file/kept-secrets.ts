import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import type { SecretStore } from '../../secrets/secret-store.ts';
import { secretReference } from './seal.ts';

/**
 * References that this process has stored lately, and when; a bulk apply replaces the same key hundreds of times. Not for
 * longer than that: another process of ours may take out what nothing in the journal needs any more.
 */
const stored = new WeakMap<SecretStore, Map<string, number>>();
const LATELY_MS = 10 * 60_000;

/** Puts secrets that an undo may need into the keychain, before anything is written. */
export async function keepSecrets(
  store: SecretStore,
  maps: readonly ReadonlyMap<string, string>[],
): Promise<Result<void>> {
  const known = stored.get(store) ?? new Map<string, number>();
  const now = performance.now();
  stored.set(store, known);
  for (const [reference, secret] of maps.flatMap((map) => [...map])) {
    if (now - (known.get(reference) ?? -Infinity) < LATELY_MS) continue;
    const kept = await store.set(reference, secret);
    if (!kept.ok) return kept;
    known.set(reference, now);
  }
  return ok(undefined);
}

/** Fetches secrets by reference. @returns all of them, or `keychain.…`, or `journal.drifted` when one is gone */
export async function fetchSecrets(
  store: SecretStore,
  references: Iterable<string>,
): Promise<Result<ReadonlyMap<string, string>>> {
  const found = new Map<string, string>();
  for (const reference of references) {
    const secret = await store.get(reference);
    if (!secret.ok) return secret;
    if (secret.value === null) {
      return fail('journal.drifted', {
        message:
          'A secret that belongs to this change is no longer in the keychain, so it cannot be taken back.',
        hint: 'Edit the file by hand, or apply another preset.',
      });
    }
    found.set(reference, secret.value);
  }
  return ok(found);
}

/** Takes a secret out again, when the person removes what it belongs to. Undoing a change that needs it is refused then. */
export async function dropSecret(store: SecretStore, secret: string): Promise<Result<void>> {
  // Kept as it stands inside a JSON string.
  return dropReference(store, secretReference(JSON.stringify(secret).slice(1, -1)));
}

/** Takes the secret of a reference out. @returns success also when there was none */
export async function dropReference(store: SecretStore, reference: string): Promise<Result<void>> {
  stored.get(store)?.delete(reference);
  const removed = await store.remove(reference);
  return removed.ok ? ok(undefined) : removed;
}
