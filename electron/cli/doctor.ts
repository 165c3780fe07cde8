import {
  FINDING_CODES,
  type Finding,
  type FindingCode,
} from '../../shared/domain/doctor/finding.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { type Diagnosis, examine } from '../doctor/collect.ts';
import { type CommandContext, resolveWorktree } from './context.ts';
import { EXIT, finish, type Output } from './output.ts';

export interface DoctorFlags {
  readonly all: boolean;
  readonly fix: string | undefined;
}

/** `switchyard doctor [<worktree>|--all] [--fix CODE]`. Ends with 3 when there are findings of severity error. */
export async function doctor(
  name: string | undefined,
  flags: DoctorFlags,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const { fix } = flags;
  if (fix !== undefined && !(FINDING_CODES as readonly string[]).includes(fix)) {
    return finish(output, unknownCode(fix), () => ({ json: null, text: '' }));
  }
  const worktrees = await choose(name, flags.all, context);
  if (!worktrees.ok) return finish(output, worktrees, () => ({ json: null, text: '' }));
  const options = {
    core: context.core,
    platform: process.platform,
    env: process.env,
    inherits: true,
  };
  let found = await examine(worktrees.value, options);
  const fixed: { worktree: string; code: string; ok: boolean; message: string | null }[] = [];
  if (fix !== undefined) {
    for (const { worktree, findings } of found) {
      const wanted = findings.find(({ code }) => code === fix);
      if (wanted === undefined) continue;
      const outcome = await mend(worktree, wanted, context);
      const message = outcome.ok
        ? null
        : `${outcome.failure.message} ${outcome.failure.hint ?? ''}`.trim();
      fixed.push({ worktree: worktree.path, code: fix, ok: outcome.ok, message });
      output.note(
        `${worktree.repo}/${worktree.name}: ${outcome.ok ? `mended ${fix}. Take it back with: switchyard undo.` : (message ?? '')}`,
      );
    }
    found = await examine(worktrees.value, options);
  }
  return tell(found, fixed, output);
}

function unknownCode(code: string): Result<never> {
  return fail('request.invalid', {
    field: 'fix',
    message: `There is no finding “${code}”.`,
    hint: `The codes are: ${FINDING_CODES.join(', ')}.`,
  });
}

/** The worktree that was named, the one that this folder is in, or all. */
async function choose(
  name: string | undefined,
  all: boolean,
  { core }: CommandContext,
): Promise<Result<readonly Worktree[]>> {
  if (all) {
    const { worktrees } = await core.scanner.scan(await core.chosenRoots());
    return ok(worktrees);
  }
  const path = await resolveWorktree(name ?? '.', core);
  const found = path.ok ? await core.scanner.findWorktree(path.value) : path;
  return found.ok ? ok([found.value]) : found;
}

/** Mends one finding by the same acts that every view has: previewed there, in the journal, and undone in one step. */
async function mend(
  worktree: Worktree,
  { fix, code }: Finding,
  context: CommandContext,
): Promise<Result<unknown>> {
  const { handlers, request, core } = context;
  if (fix === 'repair') return handlers['settings.repair']({ worktree: worktree.path }, request);
  const record = (await core.records()).get(worktree.id);
  if (fix === null || record === undefined) return byHand(code);
  const { presetId: preset, accountId: account, trace, metadata } = record;
  // What makes two trace IDs the same is mended by a new one.
  const kept = code === 'trace.duplicate' ? {} : { trace };
  const input = {
    worktree: worktree.path,
    preset,
    account,
    metadata,
    ...kept,
    ...(fix === 'ignore' ? { exclude: true } : {}),
  };
  if (code === 'trace.duplicate')
    return handlers['assignments.setTrace']({ worktree: worktree.path, trace: null }, request);
  return handlers['assignments.apply'](input, request);
}

function byHand(code: FindingCode): Result<never> {
  return fail('request.invalid', {
    field: 'fix',
    message: `“${code}” cannot be mended here.`,
    hint: 'Apply a preset, or edit the file that is named.',
  });
}

function tell(found: readonly Diagnosis[], fixed: readonly unknown[], output: Output): number {
  const sick = found.filter(({ findings }) => findings.length > 0);
  const text = sick
    .flatMap(({ worktree, findings }) => [
      `${worktree.repo}/${worktree.name}`,
      ...findings.map(
        (one) =>
          `  ${one.severity.padEnd(7)} ${one.code}: ${one.message}${one.file === null ? '' : `\n          ${one.file}`}`,
      ),
    ])
    .join('\n');
  const worktrees = found.map(({ worktree, findings }) => ({ worktree: worktree.path, findings }));
  output.result(
    { ok: true, worktrees, fixed },
    text === '' ? `${found.length} examined; nothing found.` : text,
  );
  const isBad = found.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return isBad ? EXIT.findings : EXIT.done;
}
