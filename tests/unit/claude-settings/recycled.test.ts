import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { viewsOf } from '../../../electron/services/workspaces/views.ts';
import { createStateReader } from '../../../electron/services/claude-settings/read-state.ts';
import { KEY, makeSettingsBench, must, type SettingsBench } from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

/** As Conductor does when it archives a workspace and gives its name to another one. */
async function recycle() {
  const { path: folder } = bench.worktree;
  bench.repo.git('web', 'worktree', 'remove', '--force', folder);
  await new Promise((resolve) => setTimeout(resolve, 20));
  bench.repo.git('web', 'worktree', 'add', '-q', '-b', 'try/second', folder);
  const worktree = await bench.repo.at(folder);
  expect(worktree.id).toBe(bench.worktree.id);
  return worktree;
}

describe('a workspace that is made anew under an old name', () => {
  it('gets a trace ID of its own, and what was before the old one is forgotten', async () => {
    bench.set('{"env":{"ANTHROPIC_MODEL":"old"}}');
    const old = must(await bench.apply({ metadata: { ticket: 'A-1' } }));
    const worktree = await recycle();
    const outcome = must(await bench.apply({ worktree }));
    expect(outcome.trace).not.toBe(old.trace);
    expect(bench.headers()['x-portkey-metadata']).not.toContain('A-1');
    must(await bench.service.clear(worktree));
    expect(bench.read()).toBeNull();
    const history = bench.context.assignments.traceHistory(worktree.id);
    expect(history.map((use) => use.trace)).toEqual([outcome.trace, old.trace]);
    expect(history.every((use) => use.until !== null)).toBe(true);
  });

  it('is shown without an assignment until it is given one', async () => {
    must(await bench.apply());
    const record = bench.context.assignments.assignment(bench.worktree.id);
    const worktree = await recycle();
    const reader = createStateReader(bench.context.places);
    const records = new Map(record === null ? [] : [[record.worktreeId, record]]);
    expect(viewsOf([worktree], records, reader)[0]?.assignment).toBeNull();
    must(await bench.apply({ worktree }));
    const fresh = bench.context.assignments.assignment(worktree.id);
    const [view] = viewsOf(
      [worktree],
      new Map(fresh === null ? [] : [[fresh.worktreeId, fresh]]),
      reader,
    );
    expect(view?.assignment?.trace).toBe(fresh?.trace);
    expect(view?.drifted).toBe(false);
  });

  it('gets a trace ID of its own too when Conductor copied another workspace’s file into it', async () => {
    must(await bench.apply());
    must(await bench.apply({ worktree: bench.repo.main }));
    const copied = fs.readFileSync(
      path.join(bench.repo.main.path, '.claude/settings.local.json'),
      'utf8',
    );
    const worktree = await recycle();
    bench.set(copied);
    const outcome = must(await bench.apply({ worktree }));
    expect(copied).not.toContain(outcome.trace);
    expect(outcome.trace).not.toBe('web-lisbon-0001');
    must(await bench.service.clear(worktree));
    expect(bench.read() ?? '').not.toContain(KEY);
  });

  it('keeps its trace ID when only the file went', async () => {
    const first = must(await bench.apply());
    fs.rmSync(bench.file);
    expect(must(await bench.apply()).trace).toBe(first.trace);
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBeNull();
  });

  it('keeps the id and the trace ID when it is moved', async () => {
    const first = must(await bench.apply());
    const to = path.join(bench.repo.root, 'workspaces/web/moved');
    bench.repo.git('web', 'worktree', 'move', bench.worktree.path, to);
    const worktree = await bench.repo.at(to);
    const outcome = must(await bench.apply({ worktree, siblings: await bench.repo.all() }));
    expect(outcome.trace).toBe(first.trace);
    expect(outcome.changed).toEqual([]);
    must(await bench.service.clear(worktree));
    const file = path.join(to, '.claude/settings.local.json');
    expect(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '').not.toContain(KEY);
  });
});
