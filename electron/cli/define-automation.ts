import type { Command } from 'commander';

import { type Define, metadata, type WithContext } from './define.ts';
import type { RuleOptions } from './rules.ts';

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

  command(
    program,
    'setup-script <repo>',
    'Show the line for Conductor’s setup script that provisions new workspaces',
  )
    .option('--write', 'put it into the repository’s conductor.json or .conductor/settings.toml')
    .action(
      withContext(async (context, output, repo: string, options: { write?: boolean }) =>
        (await import('./setup-script.ts')).showSetupScript(
          repo,
          options.write === true,
          context,
          output,
        ),
      ),
    );
  const lazy = () => import('./rules.ts');
  const rules = command(program, 'rules', 'What new workspaces are put on by themselves');
  command(rules, 'list', 'List the rules, in the order in which they are asked').action(
    withContext(async (context, output) => (await lazy()).listRules(context, output)),
  );
  command(rules, 'add', 'Put new workspaces on a preset by themselves')
    .requiredOption('--preset <id>', 'the preset')
    .option('--repo <name>', 'those of a repository, by its name or the path of its main checkout')
    .option('--path <glob>', 'those whose path or repository/name fits')
    .option('--account <id>', 'the account (default: the default one)')
    .option('--trace <template>', 'trace ID, for example {repo}-{worktree}-{suffix}')
    .option('--meta <key=value>', 'metadata, repeatable', metadata)
    .action(
      withContext(async (context, output, options: RuleOptions) =>
        (await lazy()).addRule(options, context, output),
      ),
    );
  command(rules, 'remove <id>', 'Remove a rule').action(
    withContext(async (context, output, id: string) =>
      (await lazy()).removeRule(id, context, output),
    ),
  );
  command(
    rules,
    'reorder <ids...>',
    'Put rules in this order; the first that matches decides',
  ).action(
    withContext(async (context, output, ids: string[]) =>
      (await lazy()).reorderRules(ids, context, output),
    ),
  );
  command(rules, 'test', 'Say which worktrees match now; writes nothing')
    .option('--repo <name>', 'try this repository instead of the saved rules')
    .option('--path <glob>', 'try this pattern instead of the saved rules')
    .action(
      withContext(async (context, output, options: { repo?: string; path?: string }) =>
        (await lazy()).testRules(options, context, output),
      ),
    );
  command(
    program,
    'provision [worktree]',
    'Ask the rules about a worktree, or about all new ones',
  ).action(
    withContext(async (context, output, worktree: string | undefined) =>
      (await lazy()).provisionWorktrees(worktree, context, output),
    ),
  );
}
