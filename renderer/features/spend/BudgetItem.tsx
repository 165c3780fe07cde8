import type { BudgetView, LocalBudget } from '../../../shared/domain/budget.ts';
import { usedShare } from '../../../shared/domain/gauge.ts';
import { measureWords } from '../../../shared/domain/pace-words.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { useNow } from '../../store/layout.ts';
import { age } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';
import { focusForm, focusOn, formId } from './budget-focus.ts';
import { budgetDraft } from './budget-form.ts';
import { BudgetForm } from './BudgetForm.tsx';
import { headingWords, periodWords, stateWords } from './budget-words.ts';
import { Known } from './Known.tsx';

/** One budget: how much of it is used, where it is heading, and for one's own a way to change it. */
export function BudgetItem({ view }: { view: BudgetView }) {
  const { accounts } = useSnapshot();
  const now = useNow();
  const used = measureWords(view.measure);
  const pace = headingWords(view, new Date(now));
  const { local, asOf, source, reason } = view;
  const isOpen = useUi((state) => local !== null && local.id in state.drafts.budgets);
  return (
    <li className="budget" data-status={view.status}>
      <div className="budget-line">
        <span className="name clip grow" title={view.label}>
          {view.label}
        </span>
        <span>
          {view.measure.used === null ? (
            <>
              <Known text="–" /> {used.slice(2)}
            </>
          ) : (
            used
          )}{' '}
          {periodWords(view)}
        </span>
        <Bar view={view} />
        <span className="budget-status">
          <StatusShape status={view.status} />
          {stateWords(view)}
        </span>
      </div>
      <p className="sub">
        {[
          accounts.length > 1 ? `Account ${view.account}.` : null,
          reason,
          pace,
          source === 'estimate' ? 'Estimate.' : null,
          asOf === null ? null : `Read ${age(asOf, now)}.`,
        ]
          .filter((text) => text !== null)
          .join(' ')}
      </p>
      {local !== null &&
        (isOpen ? (
          <div className="budget-form" id={formId(local.id)}>
            <BudgetForm
              draftKey={local.id}
              budget={local}
              onDone={() => focusOn(editId(local.id))}
            />
          </div>
        ) : (
          <Actions budget={local} label={view.label} />
        ))}
    </li>
  );
}

function editId(id: string): string {
  return `budget-edit-${id}`;
}

function Actions({ budget, label }: { budget: LocalBudget; label: string }) {
  const { bridge, moves, notices } = useApp();
  const act = useAct();
  const { id } = budget;
  const remove = async () => {
    const answer = await act.run(() => bridge.request('budgets.remove', { id }));
    if (!answer.ok) return;
    notices.say(`Removed the budget of ${label}.`);
    focusOn('budget-add');
  };
  return (
    <>
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <div className="actions-bar">
        <Button
          id={editId(id)}
          aria-label={`Edit the budget of ${label}`}
          onClick={() => {
            moves.setDraft('budgets', id, budgetDraft(budget));
            focusForm(id);
          }}
        >
          Edit
        </Button>
        <Confirm
          label="Remove …"
          question={`Remove the budget of ${label}? Nothing that was spent changes, but you are not told any more when it is nearly used up. It cannot be brought back, only set again.`}
          yes="Remove"
          disabled={act.busy}
          onYes={() => void remove()}
        />
      </div>
    </>
  );
}

/** Decoration: the words beside it say the same. */
function Bar({ view }: { view: BudgetView }) {
  const share = usedShare(view.measure);
  return (
    <span className={share === null ? 'bar blank' : 'bar'} aria-hidden="true">
      {share !== null && <i style={{ inlineSize: `${Math.min(share, 1) * 100}%` }} />}
    </span>
  );
}

const SHAPES: Readonly<Record<BudgetView['status'], string>> = {
  ok: 'M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  near: 'M5 .8 9.5 9h-9z',
  over: 'M1 1h8v8H1z',
  exhausted: 'M3 .5h4L9.5 3v4L7 9.5H3L.5 7V3z',
  unknown: 'M1 4.2h8v1.6H1z',
};

function StatusShape({ status }: { status: BudgetView['status'] }) {
  return (
    <svg className="status-shape" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      <path d={SHAPES[status]} />
    </svg>
  );
}
