import { type BulkItem, countItems } from '../../shared/domain/bulk.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import { globMatches } from '../../shared/domain/path-glob.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { automationOf } from './automation-context.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { EXIT, finish, type Output } from './output.ts';

export interface ApplyManyOptions {
  readonly preset: string;
  readonly account?: string;
  readonly trace?: string;
  readonly metadata?: Record<string, string> | undefined;
  readonly exclude: boolean;
  readonly dryRun?: boolean;
  readonly allIn?: string;
  readonly match?: string;
}

/** Linked worktrees that have files: a main checkout’s settings win in all of them, so it has to be named by itself. */
const isMeant = (one: Worktree) => !one.main && !one.missing && !one.bare;

async function allIn(repo: string, context: CommandContext): Promise<Result<Worktree[]>> {
  const { scanner, chosenRoots } = context.core;
  const { worktrees } = await scanner.scan(await chosenRoots());
  const commonDirs = new Set(
    worktrees.filter((one) => one.repo === repo).map((one) => one.commonDir),
  );
  if (commonDirs.size > 1) {
    return fail('worktree.unknown', {
      message: `“${repo}” is the name of ${commonDirs.size} repositories.`,
      hint: 'Name the folder of one of its worktrees instead.',
    });
  }
  let [commonDir] = commonDirs;
  if (commonDir === undefined) {
    const inside = await findNamedWorktree(repo, context.core);
    if (!inside.ok) return inside;
    ({ commonDir } = inside.value);
  }
  const listed = await scanner.listRepositoryWorktrees(commonDir);
  return listed.ok ? ok(listed.value.worktrees.filter(isMeant)) : listed;
}

/** The worktrees that names, a repository and a glob mean together. */
async function select(
  names: readonly string[],
  options: ApplyManyOptions,
  context: CommandContext,
): Promise<Result<readonly Worktree[]>> {
  const chosen = new Map<string, Worktree>();
  const add = (all: readonly Worktree[]) => all.forEach((one) => chosen.set(one.path, one));
  for (const name of names) {
    const found = await findNamedWorktree(name, context.core);
    if (!found.ok) return found;
    add([found.value]);
  }
  if (options.allIn !== undefined) {
    const found = await allIn(options.allIn, context);
    if (!found.ok) return found;
    add(found.value);
  }
  const { match } = options;
  if (match !== undefined && options.allIn === undefined && names.length === 0) {
    const { worktrees } = await context.core.scanner.scan(await context.core.chosenRoots());
    add(worktrees.filter(isMeant));
  }
  const all = [...chosen.values()].filter((one) => match === undefined || globMatches(match, one));
  return all.length > 0
    ? ok(all)
    : fail('worktree.unknown', {
        message: 'No worktree is meant by that.',
        hint: 'List the known ones: switchyard worktrees.',
      });
}

const WORDS: Readonly<Record<BulkItem['state'], string>> = {
  applied: 'written',
  already: 'was right already',
  failed: 'failed',
  cancelled: 'not begun',
};

/** `switchyard apply --all-in REPO | --match GLOB | several names`: each result in the JSON, progress on stderr. */
export async function applyMany(
  names: readonly string[],
  options: ApplyManyOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  if (options.trace !== undefined) {
    output.failure(
      fail('request.invalid', {
        field: 'trace',
        message: 'One trace ID cannot be that of several worktrees.',
        hint: 'Leave --trace out; each of them gets its own.',
      }).failure,
    );
    return EXIT.failed;
  }
  const selected = await select(names, options, context);
  if (!selected.ok) return finish(output, selected, () => ({ json: null, text: '' }));
  const worktrees = selected.value.map((one) => one.path);
  if (options.dryRun === true) {
    output.result(
      { ok: true, dryRun: true, total: worktrees.length, worktrees },
      [...worktrees, 'Nothing was written.'].join('\n'),
    );
    return EXIT.done;
  }
  let done = 0;
  let batch: string | null = null;
  const outcome = await automationOf(context).automation.bulk('cli')(
    {
      worktrees,
      preset: options.preset,
      account: options.account,
      metadata: options.metadata,
      exclude: options.exclude,
    },
    {
      signal: context.abort.signal,
      onBatch: (id) => void (batch = id),
      onItem: ({ worktree, state, failure }) => {
        done += 1;
        const why = failure === null ? '' : `: ${failure.message}`;
        output.note(`[${done}/${worktrees.length}] ${worktree} ${WORDS[state]}${why}`);
      },
    },
  );
  if (!outcome.ok) return finish(output, outcome, () => ({ json: null, text: '' }));
  const counts = countItems(outcome.value);
  const whole = counts.failed === 0 && counts.cancelled === 0;
  output.result(
    {
      ok: whole,
      preset: options.preset,
      total: worktrees.length,
      ...counts,
      batch,
      results: outcome.value,
    },
    `${counts.applied} written, ${counts.already} right already, ${counts.failed} failed, ${counts.cancelled} not begun.${whole ? '' : ' Run it again to do the rest.'}${counts.applied === 0 || batch === null ? '' : ` Take all of it back with: switchyard undo --batch ${String(batch)}.`}`,
  );
  return whole ? EXIT.done : EXIT.failed;
}
