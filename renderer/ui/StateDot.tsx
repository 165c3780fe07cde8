import type { TreeState } from '../store/rows.ts';

const WORDS: Readonly<Record<TreeState, string>> = {
  routed: 'Routed',
  attention: 'Needs attention',
  off: 'Not routed',
  unusable: 'Cannot be routed',
};

/** Says a workspace's state by shape (disc, triangle, ring, dash), by colour, and in words for a screen reader. */
export function StateDot({ state }: { state: TreeState }) {
  return (
    <span className="state-dot" data-state={state}>
      <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
        {state === 'routed' && <circle cx="5" cy="5" r="4" />}
        {state === 'off' && <circle className="hollow" cx="5" cy="5" r="3.4" />}
        {state === 'attention' && <path d="M5 .8 9.6 9H.4z" />}
        {state === 'unusable' && <path className="hollow" d="M2 5h6" />}
      </svg>
      <span className="unseen">{WORDS[state]}</span>
    </span>
  );
}
