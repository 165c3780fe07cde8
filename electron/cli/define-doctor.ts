import { type Command, Option } from 'commander';

import type { Define, WithContext } from './define.ts';

/** `switchyard doctor` and `env`: what Claude Code will really use, and what is wrong with it. */
export function defineDoctor(program: Command, command: Define, withContext: WithContext): void {
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
    .option('--probe', 'send one small message through it, and say what came back; costs a little')
    .option('--offline', 'ask Portkey nothing')
    .action(
      withContext(
        async (
          context,
          output,
          worktree: string | undefined,
          options: { all?: boolean; fix?: string; probe?: boolean; offline?: boolean },
        ) => {
          const { doctor } = await import('./doctor.ts');
          const flags = {
            all: options.all === true,
            fix: options.fix,
            probe: options.probe === true,
            offline: options.offline === true,
          };
          return doctor(worktree, flags, context, output);
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
          return (await import('./inspect.ts')).showEnv(
            worktree,
            { format: options.format, reveal: options.reveal === true },
            context,
            output,
          );
        },
      ),
    );
}
