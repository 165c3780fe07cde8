import type { Command } from 'commander';

import type { Define, WithContext } from './define.ts';

/** What takes work off the person’s hands: import, rules, provisioning. */
export function defineAutomation(
  program: Command,
  command: Define,
  withContext: WithContext,
): void {
  command(
    program,
    'import-env [file]',
    'Read text from Conductor’s Env panel or a guide; from stdin, because it holds a key',
  )
    .option('--save', 'keep the key as an account and the route as a preset')
    .option('--account <id>', 'the account that the key is for (default: a new one)')
    .option('--name <name>', 'the preset’s name (default: its route)')
    .action(
      withContext(
        async (
          context,
          output,
          file: string | undefined,
          options: { save?: boolean; account?: string; name?: string },
        ) =>
          (await import('./import-env.ts')).importEnvironment(
            file ?? '-',
            options,
            context,
            output,
          ),
      ),
    );
}
