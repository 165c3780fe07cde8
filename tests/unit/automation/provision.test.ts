import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { createAutomation } from '../../../electron/automation/automation.ts';
import { createCore } from '../../../electron/core.ts';
import { incarnationOf } from '../../../electron/services/automation/incarnation.ts';
import { createProvisionStore } from '../../../electron/services/automation/provision-store.ts';
import { ANTHROPIC, must } from '../support/settings-bench.ts';
import {
  add,
  ask,
  assigned,
  eachOnItsOwn,
  endAll,
  file,
  folder,
  hosts,
  journalOf,
  options,
  ready,
  repo,
  start,
  until,
} from './app-bench.ts';

eachOnItsOwn();

// Taking a write back waits until open sessions have followed.
describe('a rule for new workspaces', { timeout: 20_000 }, () => {
  it('touches what comes after it, and nothing that was there', async () => {
    const host = await ready();
    await add('porto');
    const snapshot = await until(host, (one) => one.provisioned.length === 1);
    expect(snapshot.provisioned[0]).toMatchObject({
      worktree: folder('porto'),
      name: 'porto',
      preset: 'anthropic',
      rule: 'r1',
      failure: null,
    });
    expect(assigned(snapshot, 'porto')).toMatchObject({
      presetId: 'anthropic',
      metadata: { team: 'web' },
    });
    expect(fs.existsSync(file('lisbon'))).toBe(false);
    expect(fs.existsSync(path.join(repo.root, 'web/.claude'))).toBe(false);

    await ask(host, 'journal.undo', { id: snapshot.provisioned[0]?.journalId });
    const undone = await until(host, (one) => one.provisioned.length === 0);
    expect(assigned(undone, 'porto')).toBeNull();
    expect(fs.existsSync(file('porto'))).toBe(false);
    await ask(host, 'worktrees.rescan', {});
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('does not apply again what was cleared by hand, also after a restart', async () => {
    const host = await ready();
    await add('porto');
    await until(host, (one) => one.provisioned.length === 1);
    await ask(host, 'assignments.clear', { worktree: folder('porto') });
    await endAll();
    const again = await start();
    await until(again, (one) => one.worktrees.length === 3 && !one.scan.running);
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('tells a failure once and does not try again', async () => {
    const host = await ready();
    await ask(host, 'rules.save', { id: 'r1', repo: 'web', preset: 'anthropic' });
    fs.rmSync(path.join(repo.root, 'switchyard/presets.json'));
    await add('porto');
    const snapshot = await until(host, (one) => one.provisioned.length === 1);
    expect(snapshot.provisioned[0]?.failure).toContain('no preset');
    await ask(host, 'presets.save', { preset: ANTHROPIC });
    await ask(host, 'worktrees.rescan', {});
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
    await ask(host, 'automation.dismiss', {});
    expect(host.snapshots.get().provisioned).toEqual([]);
  });

  it('says which worktrees it would be about, and writes nothing for that', async () => {
    const host = await ready();
    const tried = await ask(host, 'rules.test', { path: 'web/l*' });
    expect(tried).toEqual({
      matches: [{ worktree: folder('lisbon'), name: 'lisbon', repo: 'web', rule: null }],
    });
    expect(await ask(host, 'rules.test', {})).toMatchObject({ matches: [{ rule: 'r1' }] });
    expect(await ask(host, 'rules.test', { repo: 'api' })).toEqual({ matches: [] });
    await ask(host, 'rules.remove', { id: 'r1' });
    await add('porto');
    await until(host, (one) => one.worktrees.length === 3);
    await pause(300);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('is carried out once by two runs at the same time', async () => {
    await ready();
    const cores = [createCore(options()), createCore(options())];
    for (const name of ['porto', 'faro', 'braga']) await add(name);
    const all = await repo.all();
    const results = await Promise.all(
      cores.map((core) => createAutomation(core).provisioner('cli').provision(all)),
    );
    await Promise.all(cores.map((core) => core.dispose()));
    const host = hosts[0];
    if (host === undefined) throw new Error('no host');
    await until(host, (one) => one.provisioned.length === 3);
    expect((await journalOf(host)).toSorted()).toEqual([
      folder('braga'),
      folder('faro'),
      folder('porto'),
    ]);
    for (const result of results)
      expect(must(result).some((one) => one.state === 'failed')).toBe(false);
  });

  it.each([
    ['before it had written', false],
    ['after it had written', true],
  ])('is finished and told when a run was killed %s', async (_, wrote) => {
    const host = await ready();
    await endAll();
    await add('porto');
    const core = createCore(options());
    const tree = (await repo.all()).find((one) => one.name === 'porto');
    if (tree === undefined) throw new Error('no worktree');
    const life = incarnationOf(tree, Date.now());
    const ledger = createProvisionStore(must(await core.database()));
    const claim = {
      identity: life?.identity ?? '',
      worktreeId: tree.id,
      path: tree.path,
      name: tree.name,
      rule: 'r1',
      preset: 'anthropic',
      at: new Date().toISOString(),
    };
    expect(ledger.claim(claim, () => true)).toBe(true);
    expect(ledger.claim(claim, () => true)).toBe(false);
    // The number of a process that has ended.
    const { DatabaseSync } = await import('node:sqlite');
    const state = new DatabaseSync(path.join(repo.root, 'switchyard/state.db'));
    state.exec('UPDATE provisions SET pid = 999999');
    state.close();
    if (wrote) {
      const settings = must(await core.settings('app'));
      const metadata = { team: 'web' };
      const input = { worktree: tree.path, preset: 'anthropic', exclude: true, metadata };
      must(await settings.apply(must(await core.assigner.target(input))));
    }
    await core.dispose();
    const again = await start();
    const told = await until(again, (one) => one.provisioned.length === 1);
    expect(told.provisioned[0]).toMatchObject({ name: 'porto', failure: null });
    expect(told.provisioned[0]?.journalId).toEqual(expect.any(Number));
    expect(await journalOf(again)).toEqual([folder('porto')]);
    expect(host).not.toBe(again);
  });
});
