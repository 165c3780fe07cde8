import type { BudgetView } from '../../../shared/domain/budget.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { focusForm, focusOn, formId } from './budget-focus.ts';
import { emptyBudget, NEW_BUDGET, scopeOptions } from './budget-form.ts';
import { BudgetForm } from './BudgetForm.tsx';
import { BudgetItem } from './BudgetItem.tsx';

const TITLE = 'budgets-title';
const ADD_BUTTON = 'budget-add';

/** Portkey's budgets, which block, and one's own, which only tell. */
export function BudgetSection() {
  const { moves } = useApp();
  const snapshot = useSnapshot();
  const { budgets } = snapshot;
  const isAdding = useUi((state) => NEW_BUDGET in state.drafts.budgets);
  const add = () => {
    const first = scopeOptions(snapshot, null)[0]?.options[0];
    moves.setDraft('budgets', NEW_BUDGET, emptyBudget(first));
    focusForm(NEW_BUDGET);
  };
  return (
    <section className="budgets" aria-labelledby={TITLE}>
      <div className="budgets-head">
        <h2 id={TITLE}>Budgets</h2>
        <Button id={ADD_BUTTON} icon="plus" disabled={isAdding} onClick={add}>
          Add
        </Button>
      </div>
      {isAdding && (
        <div className="budget-form" id={formId(NEW_BUDGET)}>
          <BudgetForm draftKey={NEW_BUDGET} budget={null} onDone={() => focusOn(ADD_BUTTON)} />
        </div>
      )}
      {budgets.length === 0 && !isAdding && (
        <p className="field-help">
          No budget is set. One of your own works on every plan: it stops nothing, and says when it
          is nearly used up.
        </p>
      )}
      <Group name="Portkey" budgets={budgets.filter(({ origin }) => origin === 'portkey')} />
      <Group name="Yours" budgets={budgets.filter(({ origin }) => origin === 'local')} />
    </section>
  );
}

function Group({ name, budgets }: { name: string; budgets: readonly BudgetView[] }) {
  if (budgets.length === 0) return null;
  const id = `budgets-${name.toLowerCase()}`;
  return (
    <>
      <h3 id={id}>{name}</h3>
      <ul className="boxed budget-list" aria-labelledby={id}>
        {budgets.map((view) => (
          <BudgetItem key={view.id} view={view} />
        ))}
      </ul>
    </>
  );
}
