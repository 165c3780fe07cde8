import { ADVICE } from '../../shared/domain/doctor/advice/advice.ts';
import {
  FINDING_CODES,
  type Finding,
  type FindingCode,
} from '../../shared/domain/doctor/finding.ts';
import { fixRequest } from '../../shared/domain/doctor/fix-request.ts';
import type { PortkeyFacts } from '../../shared/domain/doctor/portkey-facts.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { askingWith, askPortkey } from '../doctor/ask-portkey.ts';
import { type Diagnosis, type DoctorOptions, examine } from '../doctor/collect.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { type Probed, probeText, probeWorktree } from './doctor-probe.ts';
import { EXIT, finish, type Output } from './output.ts';

export interface DoctorFlags {
  readonly all: boolean;
  readonly fix: string | undefined;
  /** Sends one message through the worktree. */
  readonly probe: boolean;
  /** Asks Portkey nothing. */
  readonly offline: boolean;
}

/** `switchyard doctor [<worktree>|--all] [--fix CODE] [--probe] [--offline]`. Ends with 3 when there are findings of severity error. */
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
  if (flags.probe && worktrees.value.length !== 1) {
    return finish(output, probesOne(), () => ({ json: null, text: '' }));
  }
  if (flags.offline && !flags.probe) {
    return tell(
      await examineAndMend(worktrees.value, fix, undefined, context, output),
      null,
      output,
    );
  }
  // What asks Portkey is loaded only where somebody may ask.
  const { withMoney } = await import('./money-context.ts');
  return withMoney(
    context,
    output,
    async (money) => {
      const asking = askingWith(context.core, money);
      const { signal } = context.request;
      // Once, also where the worktrees are examined again after something was mended.
      const told = new Map<string, Promise<PortkeyFacts>>();
      const ask: DoctorOptions['ask'] = (account) => {
        const facts = told.get(account.id) ?? askPortkey(account, asking, signal);
        told.set(account.id, facts);
        return facts;
      };
      const examined = await examineAndMend(
        worktrees.value,
        fix,
        flags.offline ? undefined : ask,
        context,
        output,
      );
      const [only] = worktrees.value;
      if (!flags.probe || only === undefined) return tell(examined, null, output);
      const probed = await probeWorktree(only, money, context, output);
      if (!probed.ok) return finish(output, probed, () => ({ json: null, text: '' }));
      return tell(examined, probed.value, output);
    },
    worktrees.value,
  );
}

interface Examined {
  readonly found: readonly Diagnosis[];
  readonly fixed: readonly Fixed[];
}

interface Fixed {
  readonly worktree: string;
  readonly code: string;
  readonly ok: boolean;
  readonly message: string | null;
}

/** Examines, mends what was asked for, and examines again. */
async function examineAndMend(
  worktrees: readonly Worktree[],
  fix: string | undefined,
  ask: DoctorOptions['ask'],
  context: CommandContext,
  output: Output,
): Promise<Examined> {
  const options: DoctorOptions = {
    core: context.core,
    platform: process.platform,
    env: process.env,
    inherits: true,
    ask,
  };
  const found = await examine(worktrees, options);
  if (fix === undefined) return { found, fixed: [] };
  const fixed: Fixed[] = [];
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
  return { found: await examine(worktrees, options), fixed };
}

function probesOne(): Result<never> {
  return fail('request.invalid', {
    field: 'probe',
    message: 'A probe costs, so it goes through one worktree at a time.',
    hint: 'Name the worktree: switchyard doctor <worktree> --probe.',
  });
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
  const found = await findNamedWorktree(name ?? '.', core);
  return found.ok ? ok([found.value]) : found;
}

/** Mends one finding by the same acts that every view has: previewed there, in the journal, and undone in one step. */
async function mend(
  worktree: Worktree,
  finding: Finding,
  { handlers, request, core }: CommandContext,
): Promise<Result<unknown>> {
  const record = (await core.records()).get(worktree.id) ?? null;
  const wanted = fixRequest(finding, worktree.path, record);
  switch (wanted?.name) {
    case undefined:
      return byHand(finding.code);
    case 'settings.repair':
      return handlers['settings.repair'](wanted.input, request);
    case 'assignments.setTrace':
      return handlers['assignments.setTrace'](wanted.input, request);
    case 'assignments.apply':
      return handlers['assignments.apply'](wanted.input, request);
  }
}

function byHand(code: FindingCode): Result<never> {
  return fail('request.invalid', {
    field: 'fix',
    message: `“${code}” cannot be mended here.`,
    hint: 'Apply a preset, or edit the file that is named.',
  });
}

function tell({ found, fixed }: Examined, probe: Probed | null, output: Output): number {
  const worktrees = found.map(({ worktree, findings }) => ({ worktree: worktree.path, findings }));
  output.result(
    { ok: true, worktrees, fixed, ...(probe === null ? {} : { probe }) },
    [textOf(found), ...(probe === null ? [] : [probeText(probe)])].join('\n'),
  );
  const isBad = found.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return isBad || probe?.report.ok === false ? EXIT.findings : EXIT.done;
}

/** What many worktrees have in common (a start-up file, an account) is said once. */
const SAID_ONCE = 3;

function textOf(found: readonly Diagnosis[]): string {
  const same = new Map<string, number>();
  for (const one of found.flatMap(({ findings }) => findings)) {
    same.set(lineOf(one), (same.get(lineOf(one)) ?? 0) + 1);
  }
  const isCommon = (one: Finding): boolean => (same.get(lineOf(one)) ?? 0) >= SAID_ONCE;
  const common = [...same].filter(([, count]) => count >= SAID_ONCE);
  const blocks = [
    ...(common.length === 0
      ? []
      : common.map(([line, count]) => `${line}\n          in ${count} worktrees`)),
    ...found.flatMap(({ worktree, findings }) => {
      const own = findings.filter((one) => !isCommon(one));
      return own.length === 0 ? [] : [`${worktree.repo}/${worktree.name}`, ...own.map(lineOf)];
    }),
  ];
  return blocks.length === 0 ? `${found.length} examined; nothing found.` : blocks.join('\n');
}

function lineOf({ severity, code, message, file }: Finding): string {
  return [
    `  ${severity.padEnd(7)} ${code}: ${message}`,
    ...(file === null ? [] : [file]),
    `→ ${ADVICE[code].step}`,
  ].join('\n          ');
}
