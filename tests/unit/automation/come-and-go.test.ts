import fs from 'node:fs';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { createCore } from '../../../electron/core.ts';
import {
  add,
  ask,
  assigned,
  eachOnItsOwn,
  file,
  folder,
  journalOf,
  options,
  ready,
  remove,
  repo,
  run,
  until,
} from './app-bench.ts';

eachOnItsOwn();

describe('a settings file that drifts', { timeout: 20_000 }, () => {
  const rewrite = (provider: string) => {
    const text = fs.readFileSync(file('lisbon'), 'utf8');
    fs.writeFileSync(file('lisbon'), text.replace(/@[a-z]+-prod/, provider));
  };

  it('is noticed, offered once for what it holds, and never written by itself', async () => {
    const host = await ready();
    const input = { worktree: folder('lisbon'), preset: 'anthropic', exclude: true };
    await ask(host, 'assignments.apply', input);
    await until(host, (one) => assigned(one, 'lisbon') !== null && one.drifts.length === 0);
    const before = fs.readFileSync(file('lisbon'), 'utf8');
    rewrite('@mine-prod');
    const drifted = await until(host, (one) => one.drifts.length === 1);
    expect(drifted.drifts[0]).toMatchObject({ worktree: folder('lisbon'), preset: 'anthropic' });

    await ask(host, 'automation.dismiss', { ids: [drifted.drifts[0]?.id] });
    expect(host.snapshots.get().drifts).toEqual([]);
    await ask(host, 'worktrees.rescan', {});
    expect(host.snapshots.get().drifts).toEqual([]);
    expect(fs.readFileSync(file('lisbon'), 'utf8')).toContain('@mine-prod');

    rewrite('@other-prod');
    await until(host, (one) => one.drifts.length === 1);
    await ask(host, 'assignments.apply', input);
    await until(host, (one) => one.drifts.length === 0);
    expect(fs.readFileSync(file('lisbon'), 'utf8')).toBe(before);
  });
});

describe('fifty workspaces that come and go', () => {
  it('are each provisioned once, and closed afterwards', { timeout: 120_000 }, async () => {
    const host = await ready(1500);
    const names = Array.from({ length: 50 }, (_, index) => `city-${index}`);
    for (const name of names) await add(name);
    const done = await until(
      host,
      (one) => names.every((name) => assigned(one, name) !== null),
      40_000,
    );
    expect(done.provisioned).toHaveLength(20);
    const traces = new Set(names.map((name) => assigned(done, name)?.trace));
    expect(traces.size).toBe(50);
    expect((await journalOf(host)).toSorted()).toEqual(names.map(folder).toSorted());

    for (const name of names) await remove(name);
    await until(host, (one) => one.worktrees.length === 2, 20_000);
    const core = createCore(options());
    await vi.waitFor(async () => expect((await core.records()).size).toBe(0), {
      timeout: 20_000,
      interval: 100,
    });
    const store = await core.assignments();
    expect(
      store.traceHistory(done.worktrees.find((one) => one.name === 'city-7')?.id ?? ''),
    ).toEqual([expect.objectContaining({ until: expect.any(String) as string })]);
    await core.dispose();
    expect(await journalOf(host)).toHaveLength(50);

    await run('git', ['branch', '-D', 'new/city-7'], { cwd: path.join(repo.root, 'web') });
    await add('city-7');
    const back = await until(host, (one) => assigned(one, 'city-7') !== null);
    expect(assigned(back, 'city-7')?.trace).not.toBe(assigned(done, 'city-7')?.trace);
  });
});
