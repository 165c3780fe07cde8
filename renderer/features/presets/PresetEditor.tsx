import { useMemo, useRef } from 'react';

import type { Preset } from '../../../shared/domain/preset.ts';
import { useApp, useUi } from '../../store/app.tsx';
import type { PresetForm } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { TextField } from '../../ui/Field.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Pairs } from '../../ui/Pairs.tsx';
import { useAct } from '../../ui/use-act.ts';
import { EMPTY_FORM, formOf, formsDiffer, idOf, presetOf } from './preset-form.ts';
import { PresetActions } from './PresetActions.tsx';
import { RouteFields } from './RouteFields.tsx';
import { checkForm } from './check-form.ts';

/** One preset's form. @param preset null for a draft that has not been saved yet */
export function PresetEditor({ draftKey, preset }: { draftKey: string; preset: Preset | null }) {
  const { bridge, moves, notices } = useApp();
  const draft = useUi((state) => state.drafts.presets[draftKey]);
  const act = useAct();
  const place = useRef<HTMLFormElement>(null);
  const initial = useMemo(() => (preset === null ? EMPTY_FORM : formOf(preset)), [preset]);
  const form = draft?.form ?? initial;
  const touched = draft?.touched ?? [];
  const errors = checkForm(form, touched);
  const edited = preset === null || formsDiffer(form, initial);

  const store = (next: PresetForm, fields: readonly string[]) =>
    moves.setDraft('presets', draftKey, { form: next, touched: fields });
  const set = (part: Partial<PresetForm>) => {
    act.forget();
    const next = { ...form, ...part };
    if (preset !== null && !formsDiffer(next, initial) && next.route === initial.route) {
      moves.setDraft('presets', draftKey, null);
    } else {
      store(next, touched);
    }
  };
  const touch = (field: string) => {
    if (draft !== undefined && !touched.includes(field)) store(form, [...touched, field]);
  };

  const save = async () => {
    if (!edited || act.busy) return;
    if (errors.failure !== null || errors.headers !== null) {
      store(form, ['*']);
      requestAnimationFrame(() => {
        place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      });
      return;
    }
    const replaces = preset === null ? {} : { replaces: preset.id };
    const answer = await act.run(() =>
      bridge.request('presets.save', { preset: presetOf(form), ...replaces }),
    );
    if (!answer.ok) return;
    notices.say(`Saved the preset ${answer.value.name}.`);
    moves.settleDraft('presets', draftKey, draft, answer.value.id);
    moves.select('presets', answer.value.id);
  };

  return (
    <>
      <PageHeader
        title={form.name.trim() === '' ? 'New preset' : form.name}
        sub={preset === null ? 'Not saved yet' : preset.id}
      />
      <div className="detail-body">
        <form
          ref={place}
          className="form"
          aria-label="Preset"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="two">
            <TextField
              label="Name"
              value={form.name}
              error={errors.of('name')}
              help="As it stands in the menus."
              onChange={(event) => set({ name: event.target.value })}
              onBlur={() => touch('name')}
            />
            <TextField
              label="ID"
              mono
              value={idOf(form)}
              error={errors.of('id')}
              help="For the command line and links."
              onChange={(event) => set({ id: event.target.value, idTyped: true })}
              onBlur={() => touch('id')}
            />
          </div>
          <RouteFields form={form} errors={errors} onChange={set} onTouch={touch} />
          <Pairs
            label="Extra headers"
            noun="header"
            help="Sent with every request, for example x-portkey-cache-namespace."
            pairs={form.headers}
            error={errors.headers}
            onChange={(headers) => set({ headers })}
          />
          {act.failure !== null && <FailureNote failure={act.failure} />}
          <div className="form-buttons">
            <Button look="solid" type="submit" disabled={!edited || act.busy}>
              {act.busy ? 'Saving …' : 'Save'}
            </Button>
            {edited && (
              <Button
                look="quiet"
                onClick={() => {
                  moves.setDraft('presets', draftKey, null);
                  if (preset === null) moves.select('presets', null);
                }}
              >
                {preset === null ? 'Discard' : 'Discard edits'}
              </Button>
            )}
          </div>
        </form>
        {preset !== null && <PresetActions preset={preset} />}
      </div>
    </>
  );
}
