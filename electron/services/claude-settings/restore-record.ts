import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { NewJournalRecord } from '../journal/records.ts';
import { BUSY } from './busy.ts';
import type { SettingsContext } from './context.ts';
import { type Content, fragmentsOf, hashOf, type Target } from './file/commit.ts';
import { keepSecrets } from './file/kept-secrets.ts';
import { sealSteps } from './file/seal.ts';
import { sealWhole } from './first-seen.ts';
import { applySteps } from './json/json-editor.ts';
import { sidesOf } from './sides.ts';

/** One write as the journal tells it: from which content to which. */
export interface Recorded {
  readonly content: Content;
  readonly target: Target;
}

/** The journal entry of one restoration. */
export interface RestoreRecord {
  /** Journal id; null when there is nothing to write. */
  readonly id: number | null;
  /** What the entry says now. */
  latest(): Recorded;
  /** True once the edit had to be made for other bytes than the first ones. */
  rebased(): boolean;
  /** The edit is made for other bytes than those that the entry speaks of. */
  change(next: Recorded): Promise<Result<void>>;
  /** The first of two steps is about to be written: should this process be killed after it, the entry stands for that. */
  goHalfway(first: Recorded): Promise<Result<void>>;
  /** Only the first of two steps was written, and that is how it stays. */
  stayHalfway(): void;
  /** Forgets the entry: the write did not happen. */
  abandon(): void;
}

/** Going back several writes passes through texts with older keys, so each of them is looked at. */
function secretsOf({ content, target }: Recorded): string[] {
  let text = content.text ?? '';
  return target.steps.flatMap((step) => {
    const found = fragmentsOf(text);
    text = applySteps(text, [step]);
    return found;
  });
}

/**
 * Writes down a restoration that is about to happen. Secrets go to the keychain first.
 * @param options.seen the latest write of ours to the file when all this was read
 * @param options.secrets pieces of text that are secret beside those of the owned variables
 * @returns the record, BUSY when another run of ours is at the same file, or the keychain's refusal
 */
export async function beginRecord(
  options: {
    readonly entry: Omit<
      NewJournalRecord,
      'at' | 'face' | 'beforeHash' | 'afterHash' | 'steps' | 'pid'
    >;
    readonly seen: number;
    readonly first: Recorded;
    readonly secrets: readonly string[];
  },
  context: SettingsContext,
): Promise<Result<RestoreRecord>> {
  const columns = async (recorded: Recorded) => {
    const { content, target } = recorded;
    const known = [...secretsOf(recorded), ...options.secrets];
    const sealed = sealSteps(target.steps, known);
    const sides = sidesOf(content.text, target.next, fragmentsOf(content.text));
    const kept = await keepSecrets(context.secrets, [sealed.secrets, sides.secrets]);
    if (!kept.ok) return kept;
    return ok({
      beforeHash: hashOf(recorded.content.text),
      afterHash: hashOf(recorded.target.next),
      steps: JSON.stringify(sealed.steps),
      sides: sides.json,
    });
  };
  const side = await columns(options.first);
  if (!side.ok) return side;
  const whole = options.seen === 0 ? sealWhole(options.first.content.text) : null;
  const kept = whole === null ? ok(undefined) : await keepSecrets(context.secrets, [whole.secrets]);
  if (!kept.ok) return kept;
  const nothing = options.first.target.next === options.first.content.text;
  const id = context.assignments.transaction((): number | null | 'busy' => {
    if (!context.journal.isFree(options.entry.file, options.seen)) return 'busy';
    if (nothing) return null;
    const at = context.now().toISOString();
    const { file, worktreeId } = options.entry;
    const entry = context.journal.begin({
      ...options.entry,
      ...side.value,
      at,
      face: context.face,
      pid: process.pid,
      batch: context.batch ?? null,
    });
    if (whole !== null) {
      context.journal.keepFirstSeen({ file, entry, worktreeId, at, content: whole.content });
    }
    return entry;
  });
  if (id === 'busy') return BUSY;
  let latest = options.first;
  return ok({
    id,
    latest: () => latest,
    rebased: () => latest !== options.first,
    change: async (next) => {
      latest = next;
      const fresh = await columns(next);
      if (!fresh.ok) return fresh;
      if (id !== null) context.journal.rebase(id, fresh.value);
      return ok(undefined);
    },
    goHalfway: async (step) => {
      const half = await columns(step);
      if (!half.ok) return half;
      if (id !== null) context.journal.goHalfway(id, half.value);
      return ok(undefined);
    },
    stayHalfway: () => {
      if (id !== null) context.journal.finishHalfway(id);
    },
    abandon: () => {
      if (id !== null) context.journal.abandon(id);
    },
  });
}
