import { ok } from '../../shared/domain/failure.ts';
import { applied, restore } from './assignments.ts';
import { type CommandContext, findNamedWorktree, resolveWorktree } from './context.ts';
import { finish, type Output, table } from './output.ts';

/** `switchyard trace <worktree> [ID] [--new] [--history]` */
export async function traceOf(
  name: string,
  options: { readonly id?: string | undefined; readonly fresh: boolean; readonly history: boolean },
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await resolveWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  if (options.id === undefined && !options.fresh) {
    const uses = await context.handlers['assignments.traceHistory'](
      { worktree: worktree.value },
      context.request,
    );
    return finish(output, uses, (all) => {
      const current = all.find((use) => use.until === null)?.trace ?? null;
      const lines = all.map((use) => [
        use.trace,
        use.from.slice(0, 16).replace('T', ' '),
        use.until === null ? 'now' : use.until.slice(0, 16).replace('T', ' '),
      ]);
      return {
        json: { ok: true, trace: current, history: all },
        text: options.history
          ? table(lines)
          : (current ?? 'This worktree has no trace ID; apply a preset first.'),
      };
    });
  }
  const set = await context.handlers['assignments.setTrace'](
    { worktree: worktree.value, trace: options.id ?? null },
    context.request,
  );
  return finish(output, set, applied);
}

/** `switchyard repair <worktree> [--dry-run]` */
export async function repairSettings(
  name: string,
  dryRun: boolean,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await resolveWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const input = { worktree: worktree.value };
  if (!dryRun)
    return restore(output, 'Repaired', context.handlers['settings.repair'](input, context.request));
  const preview = await context.handlers['settings.previewRepair'](input, context.request);
  if (preview.ok) output.note(preview.value.reason);
  return finish(output, preview, (value) => ({
    json: { ok: true, dryRun: true, ...value },
    text: value.after,
  }));
}

/** `switchyard env <worktree> [--format …] [--reveal]` */
export async function showEnv(
  name: string,
  options: { readonly format: 'conductor' | 'dotenv' | 'json'; readonly reveal: boolean },
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await findNamedWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const json = await context.core.exportEnv(worktree.value, 'json', options.reveal);
  const text =
    options.format === 'json'
      ? json
      : await context.core.exportEnv(worktree.value, options.format, options.reveal);
  const env = JSON.parse(json) as Record<string, string>;
  if (Object.keys(env).length === 0)
    output.note('This worktree’s settings file sets none of these variables.');
  else if (!options.reveal) output.note('Keys are masked; add --reveal to print them.');
  return finish(output, ok(env), () => ({
    json: { ok: true, worktree: worktree.value.path, format: options.format, env, text },
    text,
  }));
}
