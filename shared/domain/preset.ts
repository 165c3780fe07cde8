import { z } from 'zod';

import { fail, ok, type Result } from './failure.ts';
import { checkHeader, MANAGED_HEADERS } from './header-set.ts';

export const PRESET_ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** One model per tier of Claude Code's aliases. A tier left out keeps Claude Code's own choice. */
const tieredModelsSchema = z.strictObject({
  sonnet: z.string().optional(),
  opus: z.string().optional(),
  haiku: z.string().optional(),
});
/** One model for everything. */
const universalModelSchema = z.strictObject({ model: z.string() });

export const presetModelsSchema = z.union([universalModelSchema, tieredModelsSchema]);
export type PresetModels = z.infer<typeof presetModelsSchema>;

/**
 * A named way to reach models: a provider slug, or a saved config, or neither (the key's own default decides). Holds no
 * secret, so it can be exported and shared.
 */
export const presetSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** `@slug` of Portkey's model catalogue; a bare provider name with a self-hosted gateway. */
  provider: z.string().optional(),
  /** `pc-…` slug of a saved config. */
  config: z.string().optional(),
  models: presetModelsSchema,
  /** Extra headers, by name. */
  headers: z.record(z.string(), z.string()).optional(),
});
export type Preset = z.infer<typeof presetSchema>;

export const presetsFileSchema = z.object({
  version: z.literal(1),
  presets: z.array(presetSchema),
});
export type PresetsFile = z.infer<typeof presetsFileSchema>;

/** True when one model serves every tier. */
export function isUniversal(models: PresetModels): models is { model: string } {
  return 'model' in models;
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const PROVIDER_SLUG = /^@[A-Za-z0-9][A-Za-z0-9._-]*$/;
const BARE_PROVIDER = /^[a-z0-9][a-z0-9-]*$/;
const CONFIG_SLUG = /^pc-[A-Za-z0-9][A-Za-z0-9_-]*$/;
const MODEL_ID = /^[\x21-\x7e]{1,200}$/;

function refuse(field: string, message: string, hint: string) {
  return fail('preset.invalid', { field, message, hint });
}

function checkRoute(preset: Preset): Result<void> {
  const { provider, config } = preset;
  if (provider !== undefined && config !== undefined) {
    return refuse(
      'config',
      'A preset has either a provider or a config: with both, the config decides and the provider is ignored.',
      'Leave one of the two empty.',
    );
  }
  if (provider !== undefined && !PROVIDER_SLUG.test(provider) && !BARE_PROVIDER.test(provider)) {
    return refuse(
      'provider',
      `“${provider}” is not a provider slug.`,
      'It looks like @anthropic-prod; copy it from Portkey’s Model Catalog.',
    );
  }
  if (config !== undefined && !CONFIG_SLUG.test(config)) {
    return refuse(
      'config',
      `“${config}” is not the ID of a saved config.`,
      'It starts with pc-; copy it from Portkey’s Configs page.',
    );
  }
  return ok(undefined);
}

function checkModels(preset: Preset): Result<void> {
  const models = preset.models;
  const entries: readonly (readonly [string, string | undefined])[] = isUniversal(models)
    ? [['models.model', models.model]]
    : [
        ['models.sonnet', models.sonnet],
        ['models.opus', models.opus],
        ['models.haiku', models.haiku],
      ];
  for (const [field, model] of entries) {
    if (model !== undefined && !MODEL_ID.test(model)) {
      return refuse(
        field,
        model === '' ? 'The model is empty.' : `“${model}” is not a model ID.`,
        'A model ID has no spaces; copy it from Portkey’s Model Catalog.',
      );
    }
  }
  const decided = entries.some(([, model]) => model !== undefined);
  // A saved config, and a key with a default config, may name the model themselves; a bare provider never does.
  if (!decided && preset.provider !== undefined) {
    return refuse(
      'models',
      'With a provider the model must be named: model IDs differ from provider to provider.',
      'Fill in sonnet, opus and haiku, or one model for everything.',
    );
  }
  return ok(undefined);
}

function checkHeaders(preset: Preset): Result<void> {
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(preset.headers ?? {})) {
    const checked = checkHeader(name, value);
    if (!checked.ok) return checked;
    const key = checked.value.name.toLowerCase();
    if (MANAGED_HEADERS.has(key)) {
      return refuse(
        `headers.${name}`,
        `Switchyard writes ${name} itself.`,
        'Use the preset’s own fields for the route; trace ID, metadata and key belong to the workspace and the account.',
      );
    }
    if (seen.has(key)) {
      return refuse(
        `headers.${name}`,
        `The header ${name} stands twice (upper and lower case are the same).`,
        'Remove one of them.',
      );
    }
    seen.add(key);
  }
  return ok(undefined);
}

function trimmed(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

/** Empty fields of a form or a hand-written file mean "not set". */
function tidy(preset: Preset): Preset {
  const models = preset.models;
  const provider = trimmed(preset.provider);
  const config = trimmed(preset.config);
  const headers = Object.entries(preset.headers ?? {}).map(
    ([name, value]) => [name.trim(), value.trim()] as const,
  );
  const tiers = isUniversal(models)
    ? { model: models.model.trim() }
    : Object.fromEntries(
        (['sonnet', 'opus', 'haiku'] as const).flatMap((tier) => {
          const model = trimmed(models[tier]);
          return model === undefined ? [] : [[tier, model]];
        }),
      );
  return {
    id: preset.id.trim(),
    name: preset.name.trim(),
    ...(provider === undefined ? {} : { provider }),
    ...(config === undefined ? {} : { config }),
    models: tiers,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  };
}

/**
 * Checks a preset of any origin (a form, a file, a link) in the person's words.
 * @returns the tidied preset (trimmed, empty fields left out), or `preset.invalid` / `header.invalid` naming the field
 */
export function checkPreset(input: unknown): Result<Preset> {
  const parsed = presetSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys : undefined;
    const field = [...(issue?.path ?? []), ...(unknownKeys?.slice(0, 1) ?? [])]
      .map(String)
      .join('.');
    return refuse(
      field === '' ? 'preset' : field,
      unknownKeys !== undefined
        ? `A preset has no field “${field}”.`
        : `The preset’s ${field === '' ? 'content' : `field “${field}”`} is missing or of the wrong kind.`,
      'A preset is { "id", "name", "provider" or "config", "models": { "sonnet", "opus", "haiku" } or { "model" }, "headers" }.',
    );
  }
  const preset = tidy(parsed.data);
  if (!PRESET_ID_PATTERN.test(preset.id)) {
    return refuse(
      'id',
      `“${preset.id}” cannot be a preset’s id.`,
      'Use up to 64 lower-case letters, digits, dots, dashes and underscores.',
    );
  }
  if (preset.name === '' || preset.name.length > 80 || CONTROL.test(preset.name)) {
    return refuse(
      'name',
      'The preset needs a name of at most 80 characters in one line.',
      'For example “Anthropic”.',
    );
  }
  for (const check of [checkRoute, checkModels, checkHeaders]) {
    const result = check(preset);
    if (!result.ok) return result;
  }
  return ok(preset);
}

/**
 * Whether a preset can be used with an account: a bare provider name only with a gateway that the person runs, since the
 * hosted one resolves `@slug`; the open-source one knows bare names only.
 */
export function checkPresetForAccount(
  preset: Preset,
  account: { selfHosted: boolean },
): Result<void> {
  if (preset.provider === undefined || preset.provider.startsWith('@') || account.selfHosted)
    return ok(undefined);
  return refuse(
    'provider',
    `The provider “${preset.provider}” has no “@”; Portkey’s hosted gateway wants the slug of its Model Catalog.`,
    `Write @${preset.provider}, or mark the account’s gateway as self-hosted.`,
  );
}

/** A preset's route in a few words, for lists: `@anthropic-prod`, `pc-main-1`, `key’s default`. */
export function describeRoute(preset: Preset): string {
  return preset.provider ?? preset.config ?? 'key’s default';
}
