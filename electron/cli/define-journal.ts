import { type Command, InvalidArgumentError } from 'commander';

import type { Define, WithContext } from './define.ts';
import type { HistoryOptions, ReverseOptions } from './journal.ts';

const whole =
  (most: number, wrong: string) =>
  (value: string): number => {
    const parsed = Number(value);
    if (!Number.isInteger(parsed) || parsed < 1 || parsed > most) {
      throw new InvalidArgumentError(wrong);
    }
    return parsed;
  };

const number = whole(Number.MAX_SAFE_INTEGER, 'That is not the number of a write.');
const FORCE =
  'put Switchyard’s variables back although somebody else has changed the file; the rest stays';

/** `switchyard history`, `undo` and `redo`: what was written, and the way back and forth. */
export function defineJournal(program: Command, command: Define, withContext: WithContext): void {
  const lazy = () => import('./journal.ts');
  command(program, 'history', 'What was written, by whom, and what can be taken back')
    .option(
      '--limit <n>',
      'how many writes, 100 when left out',
      whole(500, 'Give a number from 1 to 500.'),
    )
    .option('--worktree <name>', 'only the writes to one worktree')
    .option('--show <id>', 'one write: each variable before it, as written, and now', number)
    .option(
      '--original <worktree>',
      'the settings file as it was before the first write, keys masked',
    )
    .action(
      withContext(async (context, output, options: HistoryOptions) =>
        (await lazy()).showHistory(options, context, output),
      ),
    );
  command(program, 'undo', 'Take the last write back')
    .argument('[id]', 'the number of a write, from history', number)
    .option('--batch <id>', 'take back all that was written together')
    .option('--force', FORCE)
    .option('--list', 'list the writes, as history does')
    .action(
      withContext(async (context, output, id: number | undefined, options: ReverseOptions) =>
        (await lazy()).undoWrite(id, options, context, output),
      ),
    );
  command(program, 'redo', 'Do the last write that was undone again')
    .argument('[id]', 'the number of the write, or of its undo, from history', number)
    .option('--force', FORCE)
    .action(
      withContext(async (context, output, id: number | undefined, options: ReverseOptions) =>
        (await lazy()).redoWrite(id, options, context, output),
      ),
    );
}
