import type { AppSnapshot, WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { checkMetadata } from '../../../shared/domain/metadata.ts';
import { checkTraceId } from '../../../shared/domain/trace-id.ts';
import { type AssignmentDraft, pairsOf, recordOf } from '../../store/drafts.ts';
import type { ApplyInput } from '../../store/notices.ts';
import { failureText } from '../../ui/FailureNote.tsx';

/** What the form shows before anything is typed: what is in force, else the person's defaults. */
export function initialDraft(tree: WorktreeView, snapshot: AppSnapshot): AssignmentDraft {
  const { assignment } = tree;
  return {
    preset: assignment?.presetId ?? snapshot.presets[0]?.id ?? '',
    account: assignment?.accountId ?? snapshot.defaultAccount ?? snapshot.accounts[0]?.id ?? '',
    trace: assignment?.trace ?? '',
    metadata: pairsOf(assignment?.metadata ?? {}),
  };
}

/** True when the two drafts would write something different. */
export function differs(a: AssignmentDraft, b: AssignmentDraft): boolean {
  const plain = (draft: AssignmentDraft) => [
    draft.preset,
    draft.account,
    draft.trace.trim(),
    recordOf(draft.metadata),
  ];
  return JSON.stringify(plain(a)) !== JSON.stringify(plain(b));
}

export interface DraftErrors {
  readonly trace: string | null;
  readonly metadata: { readonly name: string | null; readonly text: string } | null;
}

/** What is wrong with the draft, in full sentences. An empty trace ID is right: one is made then. */
export function checkDraft(draft: AssignmentDraft): DraftErrors {
  const trace = draft.trace.trim() === '' ? null : checkTraceId(draft.trace);
  const names = draft.metadata.map((pair) => pair.name.trim());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) {
    return {
      trace: trace === null || trace.ok ? null : failureText(trace.failure),
      metadata: { name: twice, text: `The key “${twice}” stands twice. Remove one of the two.` },
    };
  }
  const metadata = checkMetadata(recordOf(draft.metadata));
  return {
    trace: trace === null || trace.ok ? null : failureText(trace.failure),
    metadata: metadata.ok
      ? null
      : {
          name: metadata.failure.field?.replace(/^metadata\./, '') ?? null,
          text: failureText(metadata.failure),
        },
  };
}

/** The request for a draft. An unchanged trace ID is left to the host, which keeps it. */
export function applyInput(
  path: string,
  draft: AssignmentDraft,
  initial: AssignmentDraft,
): ApplyInput {
  const trace = draft.trace.trim();
  return {
    worktree: path,
    preset: draft.preset,
    ...(draft.account === '' ? {} : { account: draft.account }),
    ...(trace === '' || trace === initial.trace ? {} : { trace }),
    metadata: recordOf(draft.metadata),
  };
}
