import { type Command, Option } from 'commander';

import type { SetBudget } from './budgets.ts';
import type { Common, Define, Exit, WithContext } from './define.ts';
import { createOutput } from './output.ts';
import type { SpendCommand } from './spend.ts';

/** `switchyard spend`, `budgets …` and `statusline`. */
export function defineSpend(
  program: Command,
  command: Define,
  withContext: WithContext,
  exit: Exit,
): void {
  command(program, 'spend', 'Ask Portkey what was spent')
    .addOption(
      new Option('--range <range>', 'of your own day, week or month')
        .choices(['today', 'week', 'month'])
        .default('today'),
    )
    .addOption(
      new Option('--by <what>', 'divided by')
        .choices(['worktree', 'model', 'provider', 'trace'])
        .default('worktree'),
    )
    .option('--account <id>', 'of this account instead of the default one')
    .option('--csv', 'as CSV')
    .action(
      withContext(async (context, output, options: SpendCommand) =>
        (await import('./spend.ts')).showSpend(options, context, output),
      ),
    );

  const budgets = command(program, 'budgets', 'Limits, Portkey’s and your own');
  const lazy = () => import('./budgets.ts');
  command(budgets, 'list', 'List budgets with what is used of them').action(
    withContext(async (context, output) => (await lazy()).listBudgets(context, output)),
  );
  command(budgets, 'set <dollars>', 'Set a budget of your own; it tells, and stops nothing')
    .addOption(
      new Option('--period <period>', 'how often it starts anew')
        .choices(['day', 'week', 'month'])
        .default('day'),
    )
    .option('--account <id>', 'for all of an account (this is what it is for without an option)')
    .option('--repo <name>', 'for all worktrees of a repository')
    .option('--worktree <name>', 'for one worktree')
    .action(
      withContext(async (context, output, limit: string, options: SetBudget) =>
        (await lazy()).setBudget(limit, options, context, output),
      ),
    );
  command(budgets, 'remove <id>', 'Remove a budget of your own').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).removeBudget(id, context, output),
    ),
  );

  command(program, 'statusline', 'One line for Claude Code’s status line; asks nobody').action(
    async (_: unknown, inner: Command) => {
      const { json, home } = inner.optsWithGlobals<Common>();
      const { showStatusline } = await import('./statusline.ts');
      exit(await showStatusline(home, createOutput(json === true)));
    },
  );
}
