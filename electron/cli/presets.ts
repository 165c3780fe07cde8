import { fail, ok } from '../../shared/domain/failure.ts';
import { describeRoute, isUniversal, type Preset } from '../../shared/domain/preset.ts';
import { PRESET_TEMPLATES } from '../../shared/domain/preset-templates.ts';
import type { CommandContext } from './context.ts';
import { EXIT, finish, type Output, table } from './output.ts';
import { readInput } from './read-input.ts';

function modelText(preset: Preset): string {
  const { models } = preset;
  if (isUniversal(models)) return models.model;
  const named = [models.sonnet, models.opus, models.haiku].filter((model) => model !== undefined);
  return named.length === 0 ? 'Claude Code’s own' : named.join(', ');
}

export async function listPresets(context: CommandContext, output: Output): Promise<number> {
  const presets = await context.core.presets.list();
  return finish(output, presets, (list) => ({
    json: list,
    text:
      list.length === 0
        ? 'No presets yet. Start from a template: switchyard presets templates.'
        : table([
            ['PRESET', 'NAME', 'ROUTE', 'MODELS'],
            ...list.map((preset) => [
              preset.id,
              preset.name,
              describeRoute(preset),
              modelText(preset),
            ]),
          ]),
  }));
}

/** Templates, ready to be piped into `presets save --file -`. */
export function showTemplates(id: string | undefined, output: Output): number {
  if (id === undefined) {
    output.result(
      PRESET_TEMPLATES,
      table([
        ['TEMPLATE', 'ROUTE', 'NOTE'],
        ...PRESET_TEMPLATES.map(({ preset, note }) => [preset.id, describeRoute(preset), note]),
      ]),
    );
    return EXIT.done;
  }
  const template = PRESET_TEMPLATES.find(({ preset }) => preset.id === id);
  const found =
    template === undefined
      ? fail('preset.missing', {
          message: `There is no template “${id}”.`,
          hint: `There are: ${PRESET_TEMPLATES.map(({ preset }) => preset.id).join(', ')}.`,
        })
      : ok(template);
  return finish(output, found, ({ preset, note }) => {
    output.note(note);
    return { json: preset, text: JSON.stringify(preset, null, 2) };
  });
}

export async function showPreset(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const preset = await context.core.presets.get(id);
  return finish(output, preset, (value) => ({ json: value, text: JSON.stringify(value, null, 2) }));
}

export async function savePreset(
  file: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const text = await readInput(file);
  if (!text.ok) return finish(output, text, () => ({ json: null, text: '' }));
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    output.failure(
      fail('preset.invalid', {
        field: 'file',
        message: `${file === '-' ? 'Standard input' : file} is not JSON.`,
        hint: 'A preset is { "id", "name", "provider", "models": { "sonnet", "opus", "haiku" } }.',
      }).failure,
    );
    return EXIT.failed;
  }
  const saved = await context.core.presets.save(value);
  return finish(output, saved, (preset) => ({
    json: { ok: true, preset },
    text: `Saved “${preset.id}”. Put a workspace on it: switchyard apply <worktree> --preset ${preset.id}.`,
  }));
}

export async function removePreset(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const removed = await context.handlers['presets.remove']({ id }, context.request);
  return finish(output, removed, () => ({
    json: { ok: true, removed: id },
    text: `Removed “${id}”.`,
  }));
}

export async function duplicatePreset(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const copy = await context.handlers['presets.duplicate']({ id }, context.request);
  return finish(output, copy, (preset) => ({
    json: { ok: true, preset },
    text: `Made “${preset.id}”.`,
  }));
}

export async function reorderPresets(
  ids: string[],
  context: CommandContext,
  output: Output,
): Promise<number> {
  const ordered = await context.handlers['presets.reorder']({ ids }, context.request);
  return finish(output, ordered, () => ({ json: { ok: true }, text: 'Done.' }));
}

export async function exportPreset(
  id: string,
  link: boolean,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const exported = await context.core.presets.export(id);
  return finish(output, exported, (value) => ({
    json: {
      ok: true,
      fileName: value.fileName,
      preset: JSON.parse(value.json) as unknown,
      link: value.link,
    },
    text: link ? value.link : value.json,
  }));
}

export async function importPresets(
  file: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const text = await readInput(file);
  const imported = text.ok
    ? await context.handlers['presets.import']({ text: text.value, save: true }, context.request)
    : text;
  return finish(output, imported, ({ presets }) => ({
    json: { ok: true, presets },
    text: `Imported ${presets.map((preset) => `“${preset.id}”`).join(', ')}.`,
  }));
}
