import path from 'node:path';

import { ok } from '../../shared/domain/failure.ts';
import type { WorktreeView } from '../../shared/domain/app-snapshot.ts';
import { createBase } from '../base.ts';
import { viewsOf } from '../services/workspaces/views.ts';
import { finish, type Output, table } from './output.ts';

/** A worktree as the contract lists it: flags that do not apply are left out. */
function listed(view: WorktreeView): Record<string, unknown> {
  const { assignment } = view;
  return {
    path: view.path,
    id: view.id,
    name: view.name,
    repo: view.repo,
    branch: view.branch,
    main: view.main,
    conductor: view.conductor,
    ...(view.detachedAt === null ? {} : { detachedAt: view.detachedAt }),
    ...(view.locked === null ? {} : { locked: view.locked === '' ? true : view.locked }),
    ...(view.prunable === null ? {} : { prunable: view.prunable }),
    ...(view.missing ? { missing: true } : {}),
    ...(view.bare ? { bare: true } : {}),
    ...(assignment === null
      ? {}
      : {
          assignment: {
            preset: assignment.presetId,
            account: assignment.accountId,
            trace: assignment.trace,
            metadata: assignment.metadata,
            appliedAt: assignment.appliedAt,
            ...(view.drifted ? { drifted: true } : {}),
            ...(view.shadowedBy.length === 0 ? {} : { shadowedBy: view.shadowedBy }),
          },
        }),
  };
}

function line(view: WorktreeView): string[] {
  const state = view.missing
    ? 'missing'
    : view.bare
      ? 'bare'
      : (view.assignment?.presetId ?? 'not routed');
  const marks = [
    view.drifted ? 'changed by hand' : '',
    view.shadowedBy.length > 0 ? 'shadowed' : '',
  ];
  return [
    `${view.repo}/${view.name}`,
    view.branch ?? (view.detachedAt === null ? '–' : view.detachedAt.slice(0, 8)),
    [state, ...marks.filter((mark) => mark !== '')].join(', '),
    view.assignment?.trace ?? '',
    view.path,
  ];
}

/** `switchyard worktrees [--root DIR]...`: with roots named, those instead of the chosen ones. */
export async function listWorktrees(
  options: { readonly root: readonly string[]; readonly home: string | undefined },
  output: Output,
): Promise<number> {
  const base = createBase({ home: options.home, env: process.env, platform: process.platform });
  try {
    const roots =
      options.root.length > 0
        ? options.root.map((root) => path.resolve(root))
        : await base.chosenRoots();
    const scan = await base.scanner.scan(roots);
    const records = await base.records();
    const views = viewsOf(
      scan.worktrees,
      records,
      records.size === 0 ? null : await base.settingsReader(),
    );
    for (const problem of scan.problems) output.note(`${problem.path}: ${problem.message}`);
    return finish(output, ok(views), (list) => ({
      json: list.map(listed),
      text:
        list.length === 0
          ? 'No worktrees found. Add a folder to search: switchyard roots add DIR.'
          : table([['WORKTREE', 'BRANCH', 'PRESET', 'TRACE', 'PATH'], ...list.map(line)]),
    }));
  } finally {
    await base.dispose();
  }
}
