import { type Command, Option } from 'commander';

import type { CommandContext } from './context.ts';
import type { Common, Exit } from './define.ts';
import { defineAccounts, definePresets } from './define-accounts.ts';
import { defineAutomation } from './define-automation.ts';
import { defineDoctor } from './define-doctor.ts';
import { defineJournal } from './define-journal.ts';
import { defineSpend } from './define-spend.ts';
import { defineAssignments, defineWorktrees } from './define-worktrees.ts';
import { createOutput, EXIT, type Output } from './output.ts';
import { version } from './version.ts';

/** Defines the whole command line; `exit` takes each command's exit code. */
export function defineCommands(program: Command, exit: Exit): void {
  program
    .description('Puts Claude Code in your worktrees on Portkey: keys, presets, trace IDs.')
    .exitOverride()
    .showHelpAfterError('Run with --help to see how it is used.')
    .version(version(), '--version', 'print the version');
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
        await context.core.dispose();
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
  defineAutomation(program, command, withContext);
  defineJournal(program, command, withContext);
  defineDoctor(program, command, withContext);
  defineSpend(program, command, withContext, exit);
}

/** `--json` and `--home` are understood before and after the command. */
function common(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON document on stdout, messages on stderr'))
    .addOption(new Option('--home <dir>', 'Switchyard’s own folder (same as SWITCHYARD_HOME)'));
}
