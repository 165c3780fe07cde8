import { useRef } from 'react';

import type { LocalBudget } from '../../../shared/domain/budget.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { BudgetDraft } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { Choice, SelectField, TextField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';
import {
  budgetDraft,
  budgetsDiffer,
  emptyBudget,
  parseLimit,
  scopeName,
  scopeOptions,
} from './budget-form.ts';
import { PERIODS } from './budget-words.ts';

/** Sets a budget of one's own. @param budget null for a new one @param onDone after it was saved or left */
export function BudgetForm({
  draftKey,
  budget,
  onDone,
}: {
  draftKey: string;
  budget: LocalBudget | null;
  onDone: () => void;
}) {
  const { bridge, moves, notices } = useApp();
  const snapshot = useSnapshot();
  const draft = useUi((state) => state.drafts.budgets[draftKey]);
  const act = useAct();
  const place = useRef<HTMLFormElement>(null);
  const groups = scopeOptions(snapshot, budget?.scope ?? null);
  const options = groups.flatMap((group) => group.options);
  const initial = budget === null ? emptyBudget(options[0]) : budgetDraft(budget);
  const form = draft ?? initial;
  const chosen = options.find((one) => one.value === form.scope);
  const limit = parseLimit(form.limit);
  const edited = budgetsDiffer(form, initial);
  const { failure } = act;
  const about = (field: string) => (failure?.field === field ? failureText(failure) : null);

  const store = (part: Partial<BudgetDraft>) =>
    moves.setDraft('budgets', draftKey, { ...form, ...part });
  const set = (part: Partial<BudgetDraft>) => {
    act.forget();
    store(part);
  };
  const leave = () => {
    moves.setDraft('budgets', draftKey, null);
    onDone();
  };

  const save = async () => {
    if (!limit.ok || chosen === undefined) {
      store({ touched: true });
      requestAnimationFrame(() => {
        place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      });
      return;
    }
    const answer = await act.run(() =>
      bridge.request('budgets.save', {
        ...(budget === null ? {} : { id: budget.id }),
        scope: chosen.scope,
        period: form.period,
        limitUsd: limit.usd,
      }),
    );
    if (!answer.ok) return;
    notices.say(`Saved the budget of ${scopeName(answer.value.scope)}.`);
    leave();
  };

  return (
    <form
      ref={place}
      className="form"
      aria-label={budget === null ? 'New budget' : 'Budget'}
      onSubmit={(event) => {
        event.preventDefault();
        if (edited && !act.busy) void save();
      }}
    >
      <div className="budget-fields">
        <SelectField
          label="For"
          value={form.scope}
          error={
            about('scope') ??
            (chosen === undefined && form.touched ? 'Choose what the budget is for.' : null)
          }
          onChange={(event) => set({ scope: event.target.value })}
        >
          {chosen === undefined && <option value={form.scope}>Choose …</option>}
          {groups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {group.options.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.label}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
        <Choice
          label="Every"
          value={form.period}
          options={PERIODS}
          onChange={(period) => set({ period })}
        />
        <TextField
          label="Limit in dollars"
          inputMode="decimal"
          value={form.limit}
          error={about('limitUsd') ?? (form.touched && !limit.ok ? limit.sentence : null)}
          onChange={(event) => set({ limit: event.target.value })}
          onBlur={() => {
            if (form.limit.trim() !== '' && !form.touched) store({ touched: true });
          }}
        />
      </div>
      {failure !== null && !['scope', 'limitUsd'].includes(failure.field ?? '') && (
        <FailureNote failure={failure} />
      )}
      <div className="form-buttons">
        <Button look="solid" type="submit" disabled={!edited || act.busy}>
          {act.busy ? 'Saving …' : 'Save'}
        </Button>
        <Button look="quiet" onClick={leave}>
          {edited ? 'Discard edits' : 'Cancel'}
        </Button>
      </div>
    </form>
  );
}
