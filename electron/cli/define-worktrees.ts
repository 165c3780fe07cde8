import { type Command, InvalidArgumentError, Option } from 'commander';

import type { Common, Define, Exit, WithContext } from './define.ts';
import { createOutput } from './output.ts';

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function metadata(
  value: string,
  before: Record<string, string> | undefined,
): Record<string, string> {
  const equals = value.indexOf('=');
  if (equals <= 0) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [value.slice(0, equals)]: value.slice(equals + 1) };
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('A port is a number up to 65535.');
  return number;
}

function number(value: string): number {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('That is not the number of a write.');
  return parsed;
}

/** `switchyard worktrees`, `roots` and `serve`: what needs neither keychain nor schemas to start. */
export function defineWorktrees(program: Command, command: Define, exit: Exit): void {
  const plain = (inner: Command) => {
    const { json, home } = inner.optsWithGlobals<Common>();
    return { output: createOutput(json === true), home };
  };
  command(program, 'worktrees', 'List the worktrees and what they are on')
    .option(
      '--root <dir>',
      'search this folder instead of the chosen ones (repeatable)',
      collect,
      [],
    )
    .action(async (options: { root: string[] }, inner: Command) => {
      const { output, home } = plain(inner);
      const { listWorktrees } = await import('./worktrees.ts');
      exit(await listWorktrees({ root: options.root, home }, output));
    });
  const roots = command(program, 'roots', 'Folders that are searched for worktrees');
  for (const act of ['add', 'remove', 'list'] as const) {
    command(
      roots,
      act === 'list' ? 'list' : `${act} <dir>`,
      `${act} ${act === 'list' ? 'the folders' : 'a folder'}`,
    ).action(async (...args: unknown[]) => {
      const { output, home } = plain(args.at(-1) as Command);
      const { manageRoots } = await import('./roots.ts');
      exit(await manageRoots(act, typeof args[0] === 'string' ? args[0] : undefined, home, output));
    });
  }
  command(program, 'serve', 'Open the app in the browser')
    .option('--port <n>', 'port on 127.0.0.1 (default: any free one)', port)
    .option('--no-open', 'only print the link')
    .option('--demo', 'on sample data in a temporary folder; needs no account')
    .action(async (options: { port?: number; open: boolean; demo?: boolean }, inner: Command) => {
      const { output, home } = plain(inner);
      const { serveApp } = await import('./serve.ts');
      exit(await serveApp({ ...options, home }, output));
    });
}

/** Everything that reads or writes a settings file. */
export function defineAssignments(
  program: Command,
  command: Define,
  withContext: WithContext,
): void {
  const lazy = () => import('./assignments.ts');
  const inspect = () => import('./inspect.ts');
  command(program, 'apply <worktree>', 'Put a worktree on a preset')
    .requiredOption('--preset <id>', 'the preset')
    .option('--account <id>', 'the account (default: its own, the default one, or the only one)')
    .option('--trace <id>', 'trace ID (default: its own, or a new one)')
    .option('--meta <key=value>', 'metadata, repeatable; replaces what was set before', metadata)
    .option('--dry-run', 'show what would be written')
    .option('--no-exclude', 'refuse instead of adding the file to the repository’s info/exclude')
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string,
          options: {
            preset: string;
            account?: string;
            trace?: string;
            meta?: Record<string, string>;
            dryRun?: boolean;
            exclude: boolean;
          },
        ) =>
          (await lazy()).applyPreset(
            worktree,
            { ...options, metadata: options.meta },
            context,
            output,
          ),
      ),
    );
  command(program, 'clear <worktree>', 'Put back what was there before the first apply')
    .option('--dry-run', 'show what would be written')
    .action(
      withContext(async (context, output, worktree: string, options: { dryRun?: boolean }) =>
        (await lazy()).clearWorktree(worktree, options, context, output),
      ),
    );
  command(program, 'undo', 'Take the last write back')
    .argument('[id]', 'the number of a write, from --list', number)
    .option('--list', 'list the writes')
    .action(
      withContext(async (context, output, id: number | undefined, options: { list?: boolean }) =>
        (await lazy()).undoWrite(id, options.list === true, context, output),
      ),
    );
  command(program, 'trace <worktree> [id]', 'Print or set a worktree’s trace ID')
    .option('--new', 'make a new one')
    .option('--history', 'list the earlier ones')
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string,
          id: string | undefined,
          options: { new?: boolean; history?: boolean },
        ) =>
          (await inspect()).traceOf(
            worktree,
            { id, fresh: options.new === true, history: options.history === true },
            context,
            output,
          ),
      ),
    );
  command(
    program,
    'repair <worktree>',
    'Make a settings file strict JSON: cut comments and trailing commas',
  )
    .option('--dry-run', 'show what the file would be')
    .action(
      withContext(async (context, output, worktree: string, options: { dryRun?: boolean }) =>
        (await inspect()).repairSettings(worktree, options.dryRun === true, context, output),
      ),
    );
  command(
    program,
    'doctor [worktree]',
    'Say what is wrong with a worktree’s settings: this folder’s, the named one’s, or all',
  )
    .option('--all', 'examine every worktree')
    .option(
      '--fix <code>',
      'mend the findings with this code, where that can be done; undo takes it back',
    )
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string | undefined,
          options: { all?: boolean; fix?: string },
        ) => {
          const { doctor } = await import('./doctor.ts');
          return doctor(worktree, { all: options.all === true, fix: options.fix }, context, output);
        },
      ),
    );
  command(
    program,
    'env <worktree>',
    'Print the variables of a worktree’s settings file, keys masked',
  )
    .addOption(
      new Option('--format <format>', 'conductor: the block to paste')
        .choices(['conductor', 'dotenv', 'json'])
        .default('conductor'),
    )
    .option('--reveal', 'print keys in full')
    .option('--explain', 'what Claude Code will really use there, which file wins, and over which')
    .option('--claude <version>', 'with --explain: for this version of Claude Code')
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string,
          options: {
            format: 'conductor' | 'dotenv' | 'json';
            reveal?: boolean;
            explain?: boolean;
            claude?: string;
          },
        ) => {
          if (options.explain === true) {
            const { explain } = await import('./explain.ts');
            return explain(worktree, options.claude, context, output);
          }
          return (await inspect()).showEnv(
            worktree,
            { format: options.format, reveal: options.reveal === true },
            context,
            output,
          );
        },
      ),
    );
}
