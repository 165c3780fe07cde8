import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { AlertDraft } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { Check } from '../../ui/Check.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { TextField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { alertDraft, readThresholds } from './settings-form.ts';

/** Whether to tell when a budget is crossed, and at what part of it. */
export function AlertForm() {
  const { bridge, ui, notices } = useApp();
  const { desktop, settings } = useSnapshot();
  const stored = useUi((state) => state.drafts.alerts);
  const act = useAct();
  const saved = alertDraft(settings.alerts);
  const draft = stored ?? saved;
  const thresholds = readThresholds(draft.thresholds);
  const changed =
    draft.enabled !== saved.enabled ||
    (typeof thresholds === 'string'
      ? draft.thresholds !== saved.thresholds
      : thresholds.join(', ') !== saved.thresholds);
  const set = (part: Partial<AlertDraft>) => {
    act.forget();
    const alerts = { ...draft, ...part };
    ui.setState((state) => ({ drafts: { ...state.drafts, alerts } }));
  };
  const mayDo = changed && typeof thresholds !== 'string' && !act.busy;
  const save = async () => {
    if (typeof thresholds === 'string') return;
    const answer = await act.run(() =>
      bridge.request('settings.save', {
        alerts: { enabled: draft.enabled, thresholds: [...thresholds] },
      }),
    );
    if (!answer.ok) return;
    // What was typed while it was being saved stays.
    ui.setState((state) =>
      state.drafts.alerts === stored ? { drafts: { ...state.drafts, alerts: null } } : state,
    );
    notices.say(draft.enabled ? 'Alerts are on.' : 'Alerts are off.');
  };
  return (
    <form
      className="form"
      aria-label="Budget alerts"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayDo) void save();
      }}
    >
      <Check
        label="Tell me when a budget is crossed"
        help={`Once for each crossing, ${desktop === null ? '' : 'as a notification and '}in Switchyard’s own windows. It stops no request.`}
        checked={draft.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      <TextField
        label="At these percentages of a budget"
        value={draft.thresholds}
        inputMode="numeric"
        error={typeof thresholds === 'string' ? thresholds : null}
        help="Whole numbers with commas between them, such as 80, 100."
        onChange={(event) => set({ thresholds: event.target.value })}
        beside={
          <Button type="submit" disabled={!mayDo}>
            {act.busy ? 'Saving …' : 'Save'}
          </Button>
        }
      />
      {act.failure !== null && <FailureNote failure={act.failure} />}
    </form>
  );
}
