import type { Assignment } from '../assignment.ts';
import type { Finding } from './finding.ts';

/** The request that mends a finding: one of those that every view has, previewed there, in the journal, and undone in one step. */
export type FixRequest =
  | {
      readonly name: 'assignments.apply';
      readonly input: {
        readonly worktree: string;
        readonly preset: string;
        readonly account: string;
        readonly trace: string;
        readonly metadata: Record<string, string>;
        readonly exclude?: boolean;
      };
    }
  | {
      readonly name: 'assignments.setTrace';
      readonly input: { readonly worktree: string; readonly trace: null };
    }
  | { readonly name: 'settings.repair'; readonly input: { readonly worktree: string } };

/**
 * What mends a finding, or null when only the person can.
 *
 * @param worktree its path
 * @param assignment what was applied there; null: nothing
 */
export function fixRequest(
  { code, fix }: Pick<Finding, 'code' | 'fix'>,
  worktree: string,
  assignment: Omit<Assignment, 'worktreeId' | 'path' | 'appliedAt'> | null,
): FixRequest | null {
  if (fix === 'repair') return { name: 'settings.repair', input: { worktree } };
  if (fix === null || assignment === null) return null;
  // What makes two trace IDs the same is mended by a new one.
  if (code === 'trace.duplicate') {
    return { name: 'assignments.setTrace', input: { worktree, trace: null } };
  }
  const { presetId: preset, accountId: account, trace, metadata } = assignment;
  return {
    name: 'assignments.apply',
    input: {
      worktree,
      preset,
      account,
      metadata: { ...metadata },
      trace,
      ...(fix === 'ignore' ? { exclude: true } : {}),
    },
  };
}
