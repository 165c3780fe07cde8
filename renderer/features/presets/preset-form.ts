import type { Preset } from '../../../shared/domain/preset.ts';
import { slugify } from '../../../shared/domain/trace-id.ts';
import { type PresetForm, pairsOf, recordOf } from '../../store/drafts.ts';

/** What the keys of drafts begin with that no saved preset stands behind yet. */
export const NEW = 'new:';

export const EMPTY_FORM: PresetForm = {
  id: '',
  idTyped: false,
  name: '',
  route: 'provider',
  provider: '',
  config: '',
  universal: false,
  model: '',
  sonnet: '',
  opus: '',
  haiku: '',
  headers: [],
};

/** A preset as its form shows it. @param isNew the id still follows the name then */
export function formOf(preset: Preset, isNew = false): PresetForm {
  const { models } = preset;
  const tiers: Readonly<Record<string, string | undefined>> = models;
  return {
    id: preset.id,
    idTyped: !isNew,
    name: preset.name,
    route:
      preset.config !== undefined
        ? 'config'
        : preset.provider !== undefined
          ? 'provider'
          : 'default',
    provider: preset.provider ?? '',
    config: preset.config ?? '',
    universal: 'model' in models,
    model: tiers['model'] ?? '',
    sonnet: tiers['sonnet'] ?? '',
    opus: tiers['opus'] ?? '',
    haiku: tiers['haiku'] ?? '',
    headers: pairsOf(preset.headers ?? {}),
  };
}

/** The preset that a form stands for: only what its switches point at counts; the rest stays typed and is not saved. */
export function presetOf(form: PresetForm): Preset {
  return {
    id: idOf(form),
    name: form.name,
    ...(form.route === 'provider' ? { provider: form.provider } : {}),
    ...(form.route === 'config' ? { config: form.config } : {}),
    models: form.universal
      ? { model: form.model }
      : { sonnet: form.sonnet, opus: form.opus, haiku: form.haiku },
    headers: recordOf(form.headers),
  };
}

/** The id: typed, else made of the name. */
export function idOf(form: PresetForm): string {
  return form.idTyped ? form.id : slugify(form.name, 64);
}

/** True when saving would change something. Switching a choice to and fro changes nothing. */
export function formsDiffer(a: PresetForm, b: PresetForm): boolean {
  return JSON.stringify(presetOf(a)) !== JSON.stringify(presetOf(b));
}

const TIERS = ['sonnet', 'opus', 'haiku'] as const;

/** The newest by its version numbers: model IDs count up. */
function newest(models: readonly string[]): string | undefined {
  return [...models]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' }))
    .at(-1);
}

export interface Filled {
  readonly part: Partial<PresetForm>;
  /** What was filled and what was not, as a sentence. */
  readonly said: string;
}

/**
 * Puts a catalogue's models into the form: the newest one that bears a tier's name, or the only one there is. What the
 * catalogue does not decide stays as it was typed.
 */
export function fillModels(form: PresetForm, models: readonly string[]): Filled {
  if (models.length === 0) {
    return {
      part: {},
      said: `The catalogue has no model for ${form.provider === '' ? 'this key' : form.provider}. Check the slug.`,
    };
  }
  if (form.universal) {
    const only = models.length === 1 ? models[0] : undefined;
    return only === undefined
      ? { part: {}, said: `${models.length} models to choose from; the field offers them.` }
      : { part: { model: only }, said: `Filled in ${only}, the only model.` };
  }
  const found = TIERS.map(
    (tier) => [tier, newest(models.filter((model) => model.includes(tier)))] as const,
  );
  const filled = found.filter(([, model]) => model !== undefined);
  const missing = found.filter(([, model]) => model === undefined).map(([tier]) => tier);
  const said =
    missing.length === 0
      ? 'Filled in the newest model of each tier.'
      : `The catalogue names no model for ${missing.join(' and ')}; choose one of its ${models.length} in the field.`;
  return { part: Object.fromEntries(filled), said };
}
