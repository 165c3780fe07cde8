import type { Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Operation } from './operations.ts';
import { type Services, worktreeAt } from './services.ts';

/** Does one operation in one worktree; undo takes back that worktree's latest write that is left, redo its latest undo. */
export function carryOut(
  operation: Operation,
  index: number,
  services: Services,
  worktrees: readonly Worktree[],
): Promise<Result<unknown>> {
  switch (operation) {
    case 'apply-a':
      return services.service.apply(services.target(index, 'a'));
    case 'apply-b':
      return services.service.apply(services.target(index, 'b'));
    case 'clear':
      return services.service.clear(worktreeAt(worktrees, index));
    case 'undo': {
      const mine = services.context.journal
        .list(50)
        .find(
          (entry) =>
            entry.worktreePath === worktreeAt(worktrees, index).path &&
            entry.undoneAt === null &&
            (entry.action === 'apply' || entry.action === 'clear'),
        );
      return services.service.undo(mine?.id ?? 0);
    }
    case 'redo': {
      const { journal } = services.context;
      const mine = journal
        .list(50)
        .find(
          (entry) =>
            entry.worktreePath === worktreeAt(worktrees, index).path &&
            entry.action === 'undo' &&
            (journal.entry(entry.reverses ?? 0)?.undoneAt ?? null) !== null,
        );
      return services.service.redo(mine?.id ?? 0);
    }
  }
}
