import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { checkPreset, Preset, PresetsFile } from '../../../shared/domain/preset.ts';
import type { decodePresetLink, encodePresetLink } from '../../../shared/domain/preset-link.ts';
import type { Document } from '../state/document.ts';

/** The parts of `shared/domain` that a listing does not need; loaded on first use. */
export interface PresetRules {
  readonly checkPreset: typeof checkPreset;
  readonly decodePresetLink: typeof decodePresetLink;
  readonly encodePresetLink: typeof encodePresetLink;
}

export interface Presets {
  list(): Promise<Result<readonly Preset[]>>;
  get(id: string): Promise<Result<Preset>>;
  /** Creates or changes. `replaces` is the id that the preset had before, when the person changed the id. */
  save(input: unknown, replaces?: string): Promise<Result<Preset>>;
  duplicate(id: string): Promise<Result<Preset>>;
  remove(id: string): Promise<Result<void>>;
  /** Puts presets in this order; those not named follow in their old order. */
  reorder(ids: readonly string[]): Promise<Result<void>>;
  /** Reads a preset file (one preset, a list, or our own file) or a link; saves under free ids when `save`. */
  importText(text: string, save: boolean): Promise<Result<readonly Preset[]>>;
  export(id: string): Promise<Result<{ fileName: string; json: string; link: string }>>;
}

function missing(id: string, presets: readonly Preset[]) {
  const names = presets.map((preset) => preset.id).join(', ');
  return fail('preset.missing', {
    message: `There is no preset “${id}”.`,
    hint:
      names === ''
        ? 'Make one: switchyard presets save --file preset.json.'
        : `There are: ${names}.`,
  });
}

/** `anthropic`, `anthropic-2`, `anthropic-3` …: the first that is free. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let n = 2; ; n += 1) {
    const candidate = `${id.slice(0, 64 - `-${n}`.length)}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function isSame(a: Preset, b: Preset): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function readFile(text: string): Result<readonly unknown[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('preset.invalid', {
      field: 'file',
      message: 'This is neither preset JSON nor a preset link.',
      hint: 'Paste what “Export” gave you.',
    });
  }
  if (Array.isArray(value)) return ok(value as unknown[]);
  if (
    typeof value === 'object' &&
    value !== null &&
    'presets' in value &&
    Array.isArray(value.presets)
  ) {
    return ok(value.presets as unknown[]);
  }
  return ok([value]);
}

/** Presets in `presets.json`: versioned, in the person's order, without secrets. */
export function createPresets({
  document,
  rules,
}: {
  document: Document<PresetsFile>;
  rules: () => Promise<PresetRules>;
}): Presets {
  const list = async () => {
    const file = await document.read();
    return file.ok ? ok(file.value.presets) : file;
  };

  const get: Presets['get'] = async (id) => {
    const presets = await list();
    if (!presets.ok) return presets;
    const preset = presets.value.find((known) => known.id === id);
    return preset === undefined ? missing(id, presets.value) : ok(preset);
  };

  const put = (preset: Preset, replaces: string | undefined) =>
    document.update((file) => {
      const target = replaces ?? preset.id;
      const taken = file.presets.some((known) => known.id === preset.id && known.id !== target);
      if (taken) return fail('preset.exists', { field: 'id' });
      const index = file.presets.findIndex((known) => known.id === target);
      if (replaces !== undefined && index < 0) return missing(replaces, file.presets);
      const presets = index < 0 ? [...file.presets, preset] : file.presets.with(index, preset);
      return ok({ next: { ...file, presets }, value: preset });
    });

  return {
    list,
    get,

    save: async (input, replaces) => {
      const checked = (await rules()).checkPreset(input);
      return checked.ok ? put(checked.value, replaces) : checked;
    },

    duplicate: (id) =>
      document.update((file) => {
        const index = file.presets.findIndex((known) => known.id === id);
        const original = file.presets[index];
        if (original === undefined) return missing(id, file.presets);
        const taken = new Set(file.presets.map((known) => known.id));
        const copy = {
          ...original,
          id: freeId(id, taken),
          name: `${original.name.slice(0, 75)} copy`,
        };
        return ok({
          next: { ...file, presets: file.presets.toSpliced(index + 1, 0, copy) },
          value: copy,
        });
      }),

    remove: (id) =>
      document.update((file) =>
        file.presets.some((known) => known.id === id)
          ? ok({
              next: { ...file, presets: file.presets.filter((known) => known.id !== id) },
              value: undefined,
            })
          : missing(id, file.presets),
      ),

    reorder: (ids) =>
      document.update((file) => {
        const rank = new Map(ids.map((id, index) => [id, index]));
        const unknownId = ids.find((id) => !file.presets.some((known) => known.id === id));
        if (unknownId !== undefined) return missing(unknownId, file.presets);
        const presets = file.presets.toSorted(
          (a, b) => (rank.get(a.id) ?? ids.length) - (rank.get(b.id) ?? ids.length),
        );
        return ok({ next: { ...file, presets }, value: undefined });
      }),

    importText: async (text, save) => {
      const { checkPreset, decodePresetLink } = await rules();
      const checked: Preset[] = [];
      if (/^\s*switchyard:/.test(text)) {
        const decoded = decodePresetLink(text);
        if (!decoded.ok) return decoded;
        checked.push(decoded.value);
      } else {
        const values = readFile(text);
        if (!values.ok) return values;
        for (const value of values.value) {
          const one = checkPreset(value);
          if (!one.ok) return one;
          checked.push(one.value);
        }
      }
      if (!save) return ok(checked);
      return document.update((file) => {
        const presets = [...file.presets];
        const saved = checked.map((preset) => {
          // The same preset again is not a second one.
          const same = presets.find((known) => isSame(known, preset));
          if (same !== undefined) return same;
          const fresh = {
            ...preset,
            id: freeId(preset.id, new Set(presets.map((known) => known.id))),
          };
          presets.push(fresh);
          return fresh;
        });
        return ok({ next: { ...file, presets }, value: saved });
      });
    },

    export: async (id) => {
      const preset = await get(id);
      if (!preset.ok) return preset;
      const { encodePresetLink } = await rules();
      return ok({
        fileName: `${id}.preset.json`,
        json: `${JSON.stringify(preset.value, null, 2)}\n`,
        link: encodePresetLink(preset.value),
      });
    },
  };
}
