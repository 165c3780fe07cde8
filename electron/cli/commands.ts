import { type Command, InvalidArgumentError, Option } from 'commander';

import type { CommandContext } from './context.ts';
import { createOutput, EXIT, type Output } from './output.ts';

interface Common {
  readonly json?: boolean;
  readonly home?: string;
}

type Exit = (code: number) => void;

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

/** Defines the whole command line; `exit` takes each command's exit code. */
export function defineCommands(program: Command, exit: Exit): void {
  program
    .description('Puts Claude Code in your worktrees on Portkey: keys, presets, trace IDs.')
    .exitOverride()
    .showHelpAfterError('Run with --help to see how it is used.')
    .configureHelp({ showGlobalOptions: true });
  common(program);

  const command = (parent: Command, usage: string, description: string): Command =>
    common(parent.command(usage).description(description).exitOverride());

  /** A command that needs every service. */
  const withContext =
    <A extends unknown[]>(
      run: (context: CommandContext, output: Output, ...args: A) => Promise<number> | number,
    ) =>
    async (...args: [...A, ...unknown[]]): Promise<void> => {
      const { json, home } = (args.at(-1) as Command).optsWithGlobals<Common>();
      const output = createOutput(json === true);
      const { rerunUnderNewerNode } = await import('./node-version.ts');
      const rerun = rerunUnderNewerNode();
      if (rerun !== null) {
        if (typeof rerun === 'string') output.note(rerun);
        exit(typeof rerun === 'number' ? rerun : EXIT.failed);
        return;
      }
      const { createCommandContext } = await import('./context.ts');
      const context = createCommandContext(home);
      process.once('SIGINT', () => context.abort.abort());
      try {
        exit(await run(context, output, ...(args.slice(0, -1) as A)));
      } finally {
        context.core.dispose();
      }
    };

  defineAccounts(
    command(program, 'accounts', 'Portkey keys, kept in the keychain'),
    command,
    withContext,
  );
  definePresets(command(program, 'presets', 'Named ways to reach models'), command, withContext);
  defineWorktrees(program, command, exit);
  defineAssignments(program, command, withContext);
}

/** `--json` and `--home` are understood before and after the command. */
function common(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON document on stdout, messages on stderr'))
    .addOption(new Option('--home <dir>', 'Switchyard’s own folder (same as SWITCHYARD_HOME)'));
}

type Define = (parent: Command, usage: string, description: string) => Command;
type WithContext = <A extends unknown[]>(
  run: (context: CommandContext, output: Output, ...args: A) => Promise<number> | number,
) => (...args: [...A, ...unknown[]]) => Promise<void>;

function defineAccounts(accounts: Command, command: Define, withContext: WithContext): void {
  const lazy = () => import('./accounts.ts');
  command(accounts, 'add <id>', 'Add an account; the key comes from a prompt or from stdin')
    .option('--gateway <url>', 'gateway URL (default https://api.portkey.ai)')
    .option('--admin <url>', 'Admin API URL')
    .option('--self-hosted', 'the gateway is one that you run; it knows bare provider names')
    .addOption(
      new Option('--delivery <how>', 'how Claude Code gets the key').choices(['token', 'helper']),
    )
    .option('--replace', 'replace the key of an account that exists')
    .action(
      withContext(async (context, output, id: string, options: Record<string, never>) =>
        (await lazy()).addAccount(id, options, context, output),
      ),
    );
  command(accounts, 'list', 'List accounts').action(
    withContext(async (context, output) => (await lazy()).listAccounts(context, output)),
  );
  command(accounts, 'test <id>', 'Ask the gateway whether it knows the key').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).testAccount(id, context, output),
    ),
  );
  command(accounts, 'remove <id>', 'Remove an account and its key').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).removeAccount(id, context, output),
    ),
  );
  command(accounts, 'rename <id> <to>', 'Give an account another name').action(
    withContext(async (context, output, id: string, to: string) =>
      (await lazy()).renameAccount(id, to, context, output),
    ),
  );
  command(accounts, 'default <id>', 'Use this account when none is named').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).setDefaultAccount(id, context, output),
    ),
  );
  command(accounts, 'models [id]', 'List the models of the account’s catalogue')
    .option('--provider <slug>', 'only those of one provider, for example @anthropic-prod')
    .action(
      withContext(async (context, output, id: string | undefined, options: { provider?: string }) =>
        (await lazy()).listModels(id, options.provider, context, output),
      ),
    );
}

function definePresets(presets: Command, command: Define, withContext: WithContext): void {
  const lazy = () => import('./presets.ts');
  command(presets, 'list', 'List presets').action(
    withContext(async (context, output) => (await lazy()).listPresets(context, output)),
  );
  command(presets, 'show <id>', 'Print a preset').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).showPreset(id, context, output),
    ),
  );
  command(presets, 'templates [id]', 'List templates, or print one to start from').action(
    withContext(async (_, output, id: string | undefined) =>
      (await lazy()).showTemplates(id, output),
    ),
  );
  command(presets, 'save', 'Create or change a preset')
    .requiredOption('--file <file>', 'a preset file, or - for stdin')
    .action(
      withContext(async (context, output, options: { file: string }) =>
        (await lazy()).savePreset(options.file, context, output),
      ),
    );
  command(presets, 'remove <id>', 'Remove a preset').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).removePreset(id, context, output),
    ),
  );
  command(presets, 'duplicate <id>', 'Copy a preset').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).duplicatePreset(id, context, output),
    ),
  );
  command(presets, 'reorder <ids...>', 'Put presets in this order').action(
    withContext(async (context, output, ids: string[]) =>
      (await lazy()).reorderPresets(ids, context, output),
    ),
  );
  command(presets, 'export <id>', 'Print a preset to share; it holds no key')
    .option('--link', 'as a switchyard://preset link')
    .action(
      withContext(async (context, output, id: string, options: { link?: boolean }) =>
        (await lazy()).exportPreset(id, options.link === true, context, output),
      ),
    );
  command(presets, 'import', 'Add presets from a file or a link')
    .requiredOption('--file <file>', 'a preset file or link, or - for stdin')
    .action(
      withContext(async (context, output, options: { file: string }) =>
        (await lazy()).importPresets(options.file, context, output),
      ),
    );
}

function defineWorktrees(program: Command, command: Define, exit: Exit): void {
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
    .action(async (options: { port?: number; open: boolean }, inner: Command) => {
      const { output, home } = plain(inner);
      const { serveApp } = await import('./serve.ts');
      exit(await serveApp({ ...options, home }, output));
    });
}

function defineAssignments(program: Command, command: Define, withContext: WithContext): void {
  const lazy = () => import('./assignments.ts');
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
          (await lazy()).traceOf(
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
        (await lazy()).repairSettings(worktree, options.dryRun === true, context, output),
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
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string,
          options: { format: 'conductor' | 'dotenv' | 'json'; reveal?: boolean },
        ) =>
          (await lazy()).showEnv(
            worktree,
            { format: options.format, reveal: options.reveal === true },
            context,
            output,
          ),
      ),
    );
}
