import { fail, ok, type Result } from './failure.ts';
import { checkPreset, isUniversal, type Preset } from './preset.ts';

export const PRESET_LINK_PREFIX = 'switchyard://preset?';

// `URLSearchParams` is a global of every host; `shared/` is compiled without the hosts' types.
interface Params {
  append(name: string, value: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  keys(): Iterable<string>;
  toString(): string;
}
declare const URLSearchParams: { new (text?: string): Params };

const FIELDS: ReadonlySet<string> = new Set([
  'v',
  'id',
  'name',
  'provider',
  'config',
  'model',
  'sonnet',
  'opus',
  'haiku',
  'header',
]);
const LINK_LIMIT = 8192;

/** A preset as text to paste into a chat: `switchyard://preset?v=1&id=…`. Presets hold no key, so neither does a link. */
export function encodePresetLink(preset: Preset): string {
  const params = new URLSearchParams();
  params.append('v', '1');
  params.append('id', preset.id);
  params.append('name', preset.name);
  if (preset.provider !== undefined) params.append('provider', preset.provider);
  if (preset.config !== undefined) params.append('config', preset.config);
  if (isUniversal(preset.models)) {
    params.append('model', preset.models.model);
  } else {
    for (const tier of ['sonnet', 'opus', 'haiku'] as const) {
      const model = preset.models[tier];
      if (model !== undefined) params.append(tier, model);
    }
  }
  for (const [name, value] of Object.entries(preset.headers ?? {})) {
    params.append('header', `${name}: ${value}`);
  }
  return PRESET_LINK_PREFIX + params.toString();
}

function refuse(message: string, hint: string) {
  return fail('preset.invalid', { field: 'link', message, hint });
}

/**
 * Reads a preset link. Anything that a preset does not have is refused, so a link can carry neither a key nor an act.
 * @returns the checked preset, or `preset.invalid` naming the field
 */
export function decodePresetLink(text: string): Result<Preset> {
  const link = text.trim();
  if (!link.startsWith(PRESET_LINK_PREFIX)) {
    return refuse('This is not a preset link.', `It starts with ${PRESET_LINK_PREFIX}`);
  }
  if (link.length > LINK_LIMIT)
    return refuse('This link is too long for a preset.', 'Import a preset file instead.');
  const params = new URLSearchParams(link.slice(PRESET_LINK_PREFIX.length));
  for (const name of params.keys()) {
    if (!FIELDS.has(name)) {
      return refuse(
        `The link has a part “${name}” that no preset has.`,
        'Ask its sender for a new one.',
      );
    }
    if (name !== 'header' && params.getAll(name).length > 1) {
      return refuse(`The link names “${name}” twice.`, 'Ask its sender for a new one.');
    }
  }
  if (params.get('v') !== '1') {
    return refuse(
      'This link was made by another version of Switchyard.',
      'Update Switchyard and try again.',
    );
  }
  const optional = (name: string) => {
    const value = params.get(name);
    return value === null ? {} : { [name]: value };
  };
  const model = params.get('model');
  const headers = params.getAll('header').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)];
  });
  const tiers = { ...optional('sonnet'), ...optional('opus'), ...optional('haiku') };
  if (model !== null && Object.keys(tiers).length > 0) {
    return refuse(
      'The link names one model for everything and models per tier.',
      'Ask its sender for a new one.',
    );
  }
  const checked = checkPreset({
    id: params.get('id') ?? '',
    name: params.get('name') ?? '',
    ...optional('provider'),
    ...optional('config'),
    models: model === null ? tiers : { model },
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  });
  return checked.ok ? ok(checked.value) : checked;
}
