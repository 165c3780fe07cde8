import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { portkeyLink } from '../../../shared/domain/portkey-link.ts';
import type { AlertDraft } from '../../store/drafts.ts';

type Settings = AppSnapshot['settings'];

/** What the form of alerts shows before anything is typed. */
export function alertDraft({ enabled, thresholds }: Settings['alerts']): AlertDraft {
  return { enabled, thresholds: thresholds.join(', ') };
}

/**
 * The percentages that were typed, rising and each once.
 * @returns a full sentence instead when they are none
 */
export function readThresholds(text: string): readonly number[] | string {
  const words = text.split(/[\s,;]+/).map((word) => word.replace(/%$/, '')).filter(Boolean); // prettier-ignore
  if (words.length === 0) return 'Give at least one percentage, such as 80.';
  const odd = words.find((word) => !/^\d{1,4}$/.test(word) || Number(word) < 1 || Number(word) > 1000); // prettier-ignore
  if (odd !== undefined) return `“${odd}” is not a whole percentage from 1 to 1000.`;
  const thresholds = [...new Set(words.map(Number))].toSorted((a, b) => a - b);
  return thresholds.length > 10 ? 'These are more than ten percentages; keep the ones that matter.' : thresholds; // prettier-ignore
}

/** What is wrong with a link template, as a full sentence, else null. */
export function checkLink(template: string): string | null {
  if (portkeyLink(template, { trace: 'a', worktree: 'a' }) === null) {
    return 'This is not an https address. Portkey’s own is https://app.portkey.ai/logs.';
  }
  const odd = /\{(?!trace\}|worktree\})[^}]*\}?/.exec(template)?.[0];
  return odd === undefined ? null : `“${odd}” stands for nothing; use {trace} or {worktree}.`;
}
