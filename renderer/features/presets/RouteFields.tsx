import { useState } from 'react';

import { useApp, useSnapshot } from '../../store/app.tsx';
import type { PresetForm } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Choice, TextField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { fillModels } from './preset-form.ts';
import type { PresetErrors } from './check-form.ts';

const ROUTES = [
  ['provider', 'Provider'],
  ['config', 'Saved config'],
  ['default', 'Key’s default'],
] as const;

const TIERS = [
  ['sonnet', 'Sonnet'],
  ['opus', 'Opus'],
  ['haiku', 'Haiku'],
] as const;

/** Where requests go and which models are asked for, with the account's own catalogue at hand. */
export function RouteFields({
  form,
  errors,
  onChange,
  onTouch,
}: {
  form: PresetForm;
  errors: PresetErrors;
  onChange: (part: Partial<PresetForm>) => void;
  onTouch: (field: string) => void;
}) {
  const { bridge } = useApp();
  const { accounts, defaultAccount } = useSnapshot();
  const act = useAct();
  const [catalogue, setCatalogue] = useState<{ models: string[]; providers: string[] } | null>(
    null,
  );
  const [said, setSaid] = useState('');
  const account = accounts.find((one) => one.id === defaultAccount) ?? accounts[0];
  const slug = form.provider.trim();
  const bare = slug !== '' && !slug.startsWith('@') && account?.selfHosted === false;
  const unknown =
    catalogue !== null &&
    slug.startsWith('@') &&
    catalogue.providers.length > 0 &&
    !catalogue.providers.includes(slug);

  const fill = async () => {
    if (account === undefined) return;
    const provider = form.route === 'provider' && slug !== '' ? slug : null;
    setSaid('');
    const answer = await act.run(() =>
      bridge.request('accounts.models', { id: account.id, provider }),
    );
    if (!answer.ok) return;
    setCatalogue(answer.value);
    const filled = fillModels(form, answer.value.models);
    setSaid(filled.said);
    onChange(filled.part);
  };

  const model = (field: 'model' | 'sonnet' | 'opus' | 'haiku', label: string) => (
    <TextField
      key={field}
      label={label}
      mono
      value={form[field]}
      options={catalogue?.models ?? []}
      error={errors.of(`models.${field}`)}
      onChange={(event) => onChange({ [field]: event.target.value })}
      onBlur={() => onTouch(`models.${field}`)}
    />
  );

  return (
    <>
      <Choice
        label="Route"
        value={form.route}
        options={ROUTES}
        onChange={(route) => onChange({ route })}
      />
      {form.route === 'provider' && (
        <TextField
          label="Provider slug"
          mono
          value={form.provider}
          options={catalogue?.providers ?? []}
          error={errors.of('provider')}
          placeholder="@anthropic-prod"
          help={
            bare
              ? `The hosted gateway wants the slug of its Model Catalog: @${slug}, not ${slug}.`
              : unknown
                ? `This key’s catalogue has no ${slug}; it has ${catalogue.providers.join(', ')}.`
                : 'As it stands in Portkey’s Model Catalog, with the @.'
          }
          onChange={(event) => onChange({ provider: event.target.value })}
          onBlur={() => onTouch('provider')}
        />
      )}
      {form.route === 'config' && (
        <TextField
          label="Config ID"
          mono
          value={form.config}
          error={errors.of('config')}
          placeholder="pc-main-4f2a1c"
          help="As it stands on Portkey’s Configs page. It may name provider and models itself."
          onChange={(event) => onChange({ config: event.target.value })}
          onBlur={() => onTouch('config')}
        />
      )}
      {form.route === 'default' && (
        <p className="field-help">The key’s own default config decides where requests go.</p>
      )}
      <div className="models-head">
        <Choice
          label="Models"
          value={form.universal ? 'one' : 'tiers'}
          options={[
            ['tiers', 'By tier'],
            ['one', 'One for everything'],
          ]}
          onChange={(value) => onChange({ universal: value === 'one' })}
        />
        <Button
          disabled={act.busy || account?.key === null || account === undefined}
          onClick={() => void fill()}
        >
          {act.busy ? 'Asking the catalogue …' : 'Fill models from catalogue'}
        </Button>
      </div>
      {act.failure !== null && <FailureNote failure={act.failure} />}
      {said !== '' && <output className="field-help">{said}</output>}
      {form.universal
        ? model('model', 'Model')
        : TIERS.map(([field, label]) => model(field, label))}
      {errors.of('models') !== null && <p className="field-error">{errors.of('models')}</p>}
    </>
  );
}
