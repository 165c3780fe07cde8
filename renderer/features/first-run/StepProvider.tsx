import { PRESET_TEMPLATES } from '../../../shared/domain/preset-templates.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { PresetForm } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { SelectField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { checkForm } from '../presets/check-form.ts';
import { EMPTY_FORM, formOf, presetOf } from '../presets/preset-form.ts';
import { RouteFields } from '../presets/RouteFields.tsx';

/** The draft's key in the store: what is typed here is still there after leaving and coming back. */
const DRAFT = 'wizard:';

function template(id: string): PresetForm {
  const found = PRESET_TEMPLATES.find((one) => one.preset.id === id);
  return found === undefined ? EMPTY_FORM : formOf(found.preset, true);
}

/** Step two: the first preset, from a template, checked as it is typed. */
export function StepProvider({ onNext }: { onNext: (preset: string) => void }) {
  const { bridge, moves } = useApp();
  const { presets } = useSnapshot();
  const draft = useUi((state) => state.drafts.presets[DRAFT]);
  const act = useAct();
  const form = draft?.form ?? template(PRESET_TEMPLATES[0]?.preset.id ?? '');
  const touched = draft?.touched ?? [];
  const errors = checkForm(form, touched);
  const chosen = PRESET_TEMPLATES.find((one) => one.preset.name === form.name);
  const set = (part: Partial<PresetForm>) => {
    act.forget();
    moves.setDraft('presets', DRAFT, { form: { ...form, ...part }, touched });
  };

  const save = async () => {
    if (errors.failure !== null) {
      moves.setDraft('presets', DRAFT, { form, touched: ['*'] });
      return;
    }
    const answer = await act.run(() => bridge.request('presets.save', { preset: presetOf(form) }));
    if (!answer.ok) return;
    moves.setDraft('presets', DRAFT, null);
    onNext(answer.value.id);
  };

  return (
    <form
      className="wizard-body form"
      aria-label="Provider"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1>Choose a provider</h1>
      <p className="lead">
        A preset names a provider of your Portkey catalogue and the models to use. More can be added
        later.
      </p>
      <SelectField
        label="Start with"
        value={chosen?.preset.id ?? ''}
        help={chosen?.note}
        onChange={(event) =>
          moves.setDraft('presets', DRAFT, { form: template(event.target.value), touched: [] })
        }
      >
        {PRESET_TEMPLATES.map(({ preset }) => (
          <option key={preset.id} value={preset.id}>
            {preset.name}
          </option>
        ))}
      </SelectField>
      <RouteFields
        form={form}
        errors={errors}
        onChange={set}
        onTouch={(field) => {
          if (!touched.includes(field)) {
            moves.setDraft('presets', DRAFT, { form, touched: [...touched, field] });
          }
        }}
      />
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <div className="form-buttons">
        <Button look="solid" type="submit" disabled={act.busy}>
          {act.busy ? 'Saving …' : 'Save and continue'}
        </Button>
        {presets.length > 0 && (
          <Button onClick={() => onNext(presets[0]?.id ?? '')}>Use the presets I have</Button>
        )}
      </div>
    </form>
  );
}
