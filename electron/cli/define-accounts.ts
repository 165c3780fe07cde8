import { type Command, Option } from 'commander';

import type { AddOptions } from './accounts.ts';
import type { Define, WithContext } from './define.ts';

/** `switchyard accounts …` and `switchyard presets …` */
export function defineAccounts(accounts: Command, command: Define, withContext: WithContext): void {
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
      withContext(async (context, output, id: string, options: AddOptions) =>
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
  command(accounts, 'capabilities <id>', 'Find out what the key may do').action(
    withContext(async (context, output, id: string) =>
      (await import('./spend.ts')).showCapabilities(id, context, output),
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

export function definePresets(presets: Command, command: Define, withContext: WithContext): void {
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
