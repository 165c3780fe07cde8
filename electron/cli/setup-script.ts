import { automationOf } from './automation-context.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { finish, type Output } from './output.ts';

/** `switchyard setup-script <repo> [--write]`: shows the line for Conductor’s setup script, or puts it there. */
export async function showSetupScript(
  repo: string,
  write: boolean,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const found = await findNamedWorktree(repo, context.core);
  const planned = found.ok
    ? await automationOf(context).automation.setupScript(found.value.path, write)
    : found;
  return finish(output, planned, (value) => {
    output.note(value.note);
    const { state, file, after } = value;
    const heads = {
      already: `${file} has the line.`,
      paste: `For ${file}:`,
      ready: `${file} would be:`,
      written: `Wrote ${file}:`,
    };
    return {
      json: { ok: true, ...value },
      text: [
        heads[state],
        ...(state === 'already' ? [] : [after.trimEnd()]),
        ...(state === 'ready' ? ['Nothing was written; add --write to write it.'] : []),
      ].join('\n'),
    };
  });
}
