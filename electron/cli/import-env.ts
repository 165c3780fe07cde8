import { describeRoute } from '../../shared/domain/preset.ts';
import { automationOf } from './automation-context.ts';
import type { CommandContext } from './context.ts';
import { finish, type Output } from './output.ts';
import { readInput } from './read-input.ts';

/** `switchyard import-env [FILE|-] [--save] [--account ID] [--name NAME]`: the text is never an argument, it holds a key. */
export async function importEnvironment(
  file: string,
  options: { readonly save?: boolean; readonly account?: string; readonly name?: string },
  context: CommandContext,
  output: Output,
): Promise<number> {
  if (file === '-' && process.stdin.isTTY)
    output.note('Paste the text and end it with Control-D on a line of its own.');
  const text = await readInput(file);
  const { handlers } = automationOf(context);
  const imported = text.ok
    ? await handlers['presets.importEnvironment'](
        {
          text: text.value,
          save: options.save === true,
          account: options.account,
          name: options.name,
        },
        context.request,
      )
    : text;
  return finish(output, imported, (value) => {
    for (const { code, message } of value.findings) output.note(`${code}: ${message}`);
    const { saved, preset, refused } = value;
    return {
      json: { ok: true, ...value },
      text: [
        `Gateway  ${value.gatewayUrl ?? 'Portkey’s own'}`,
        `Key      ${value.key ?? 'none'}`,
        `Preset   ${preset.id}: ${describeRoute(preset)}`,
        ...Object.entries(value.metadata).map(([key, one]) => `Metadata ${key}=${one}`),
        ...(refused === null ? [] : [`It cannot be saved: ${refused}`]),
        saved === null
          ? 'Nothing was saved; add --save to keep it.'
          : `Saved the preset “${saved.preset}”${saved.account === null ? '' : ` and the account “${saved.account}”`}.`,
      ].join('\n'),
    };
  });
}
