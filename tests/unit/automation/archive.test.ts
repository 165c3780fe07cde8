import fs from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createAutomation } from '../../../electron/automation/automation.ts';
import { createCore, type Core } from '../../../electron/core.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { createArchive } from '../../../electron/services/automation/archive.ts';
import { createJobs } from '../../../electron/services/automation/jobs.ts';
import { createSightingStore } from '../../../electron/services/automation/sighting-store.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { ANTHROPIC, KEY, must, refusal } from '../support/settings-bench.ts';

let repo: GitRepo;
let core: Core;
let clock: number;

beforeEach(async () => {
  repo = await makeGitRepo(['lisbon', 'porto']);
  clock = Date.now();
  core = createCore({
    home: path.join(repo.root, 'switchyard'),
    personHome: repo.root,
    env: { ...process.env, HOME: repo.root },
    platform: 'linux',
    version: '1',
    secrets: createMemorySecretStore(),
  });
  must(await core.accounts.add({ id: 'work' }, KEY));
  must(await core.presets.save(ANTHROPIC));
});
afterEach(async () => {
  await core.dispose();
  repo.dispose();
});

const place = (index: number) => repo.linked[index]?.path ?? '';
/** Where nobody looks: a worktree that is moved elsewhere is found there. */
const away = () => path.join(repo.root, '.away');
const bulk = (worktrees: readonly string[]) =>
  createAutomation(core).bulk('cli')(
    { worktrees, preset: 'anthropic', exclude: true },
    { signal: new AbortController().signal },
  );

async function look(afterMs: number): Promise<{ closed: number; waiting: number }> {
  clock += afterMs;
  const archive = createArchive({
    ...core,
    sightings: async () => createSightingStore(must(await core.database())),
    now: () => new Date(clock),
  });
  return archive.check((await core.scanner.scan([repo.root])).worktrees);
}

describe('the assignment of a worktree', () => {
  beforeEach(async () => {
    must(await bulk([place(0), place(1)]));
    expect(await look(0)).toEqual({ closed: 0, waiting: 0 });
  });

  it('ends when the worktree is gone a minute later as well', async () => {
    repo.git('web', 'worktree', 'remove', '--force', place(0));
    expect(await look(0)).toEqual({ closed: 0, waiting: 1 });
    expect(await look(59_000)).toEqual({ closed: 0, waiting: 1 });
    expect(await look(2000)).toEqual({ closed: 1, waiting: 0 });
    expect([...(await core.records()).values()].map((one) => one.path)).toEqual([place(1)]);
    expect((await core.journal()).list(10).length).toBeGreaterThan(1);
    expect(await look(70_000)).toEqual({ closed: 0, waiting: 0 });
  });

  it('ends when its folder was deleted and git does not know yet', async () => {
    fs.rmSync(place(0), { recursive: true });
    await look(0);
    expect(await look(61_000)).toEqual({ closed: 1, waiting: 0 });
  });

  it('stays when the worktree is back in between', async () => {
    fs.renameSync(place(0), away());
    expect(await look(0)).toEqual({ closed: 0, waiting: 1 });
    fs.renameSync(away(), place(0));
    expect(await look(61_000)).toEqual({ closed: 0, waiting: 0 });
    fs.renameSync(place(0), away());
    expect(await look(1000)).toEqual({ closed: 0, waiting: 1 });
  });

  it.each([
    ['the repository cannot be read', () => fs.renameSync(`${repo.root}/web`, `${repo.root}/away`)],
    ['the drive is not there', () => fs.renameSync(`${repo.root}/workspaces`, `${repo.root}/off`)],
    [
      'it is locked, as one on a drive is',
      () => {
        repo.git('web', 'worktree', 'lock', place(0));
        fs.rmSync(place(0), { recursive: true });
      },
    ],
    ['its folder is searched no more', () => repo.git('web', 'worktree', 'list')],
  ])('stays for as long as %s', async (_, act) => {
    act();
    await look(0);
    expect(await look(3_600_000)).toEqual({ closed: 0, waiting: 0 });
    expect((await core.records()).size).toBe(2);
  });
});

describe('a bulk apply in the background', () => {
  it('says how far it is, runs alone, and skips what is right', async () => {
    const changed = vi.fn(() => Promise.resolve());
    const jobs = createJobs({ changed, log: expect.unreachable });
    const apply = createAutomation(core).bulk('app');
    const request = {
      worktrees: [place(0), place(1), path.join(repo.root, 'nowhere')],
      preset: 'anthropic',
      exclude: true,
    };
    const id = must(jobs.start(request, apply));
    expect(refusal(jobs.start(request, apply)).code).toBe('host.busy');
    await vi.waitFor(() => expect(must(jobs.get(id)).state).toBe('finished'));
    const { results, total, done } = must(jobs.get(id));
    expect({ total, done }).toEqual({ total: 3, done: 3 });
    expect(results.map((one) => one.state)).toEqual(['applied', 'applied', 'failed']);
    expect(results[2]?.failure?.code).toBe('worktree.missing');
    expect(changed).toHaveBeenCalledOnce();

    const again = must(jobs.start(request, apply));
    expect(must(jobs.cancel(again))).toBeUndefined();
    await vi.waitFor(() => expect(must(jobs.get(again)).state).toBe('cancelled'));
    expect(new Set(must(jobs.get(again)).results.map((one) => one.state))).toEqual(
      new Set(['cancelled']),
    );
    expect(refusal(jobs.get('bulk-9')).code).toBe('request.invalid');
    await jobs.dispose();
  });
});
