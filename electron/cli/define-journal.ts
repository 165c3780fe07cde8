import { type Command, InvalidArgumentError } from 'commander';

import type { Define, WithContext } from './define.ts';

function number(value: string): number {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('That is not the number of a write.');
  return parsed;
}

/** `switchyard undo`: the way back. */
export function defineJournal(program: Command, command: Define, withContext: WithContext): void {
  const lazy = () => import('./assignments.ts');
  command(program, 'undo', 'Take the last write back')
    .argument('[id]', 'the number of a write, from --list', number)
    .option('--list', 'list the writes')
    .action(
      withContext(async (context, output, id: number | undefined, options: { list?: boolean }) =>
        (await lazy()).undoWrite(id, options.list === true, context, output),
      ),
    );
}
