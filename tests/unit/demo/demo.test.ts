import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Timers } from '../../../electron/demo/live.ts';
import { composeDemo, type DemoHost } from '../../../electron/demo-entry.ts';
import { createAdminClient } from '../../../electron/services/portkey/admin-client.ts';
import { ok } from '../../../shared/domain/failure.ts';
import { trailingWindow } from '../../../shared/domain/time-window.ts';
import { must } from '../support/settings-bench.ts';
import { heldTimers, makePerson, type Person, treeOf } from './person.ts';

let person: Person;
let host: DemoHost | null;

beforeEach(() => {
  person = makePerson();
  host = null;
});
afterEach(async () => {
  await host?.dispose();
  person.dispose();
});

async function start(options: { timers?: Timers; port?: number } = {}): Promise<DemoHost> {
  const { env, platform } = process;
  host = await composeDemo({ env, platform, version: '1.2.3', zone: 'UTC', ...options });
  return host;
}

/** The key that was written into a sample workspace. */
function keyOf({ snapshots }: DemoHost): string {
  const lisbon = snapshots.get().worktrees.find(({ name }) => name === 'lisbon');
  const file = path.join(lisbon?.path ?? '', '.claude/settings.local.json');
  const settings: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  const found = /"ANTHROPIC_AUTH_TOKEN":"(demo-[^"]+)"/.exec(JSON.stringify(settings))?.[1];
  if (found === undefined) throw new Error('lisbon has no key');
  return found;
}

describe('the demo', { timeout: 30_000 }, () => {
  it('shows the whole app on sample workspaces and says that it is the demo', async () => {
    const { demo, snapshots } = await start();
    const { accounts, defaultAccount, mode, presets, scan, worktrees } = snapshots.get();
    expect(mode).toBe('demo');
    expect(scan.problems).toEqual([]);
    expect([
      defaultAccount,
      accounts.map(({ id, gatewayUrl, adminUrl }) => [id, gatewayUrl, adminUrl]),
    ]).toEqual([null, [['demo', demo.emulator.url, demo.emulator.adminUrl]]]);
    expect(presets.map(({ id }) => id)).toEqual(['claude', 'bedrock', 'fallback', 'kimi', 'max']);
    const linked = worktrees.filter(({ main }) => !main);
    expect(linked.map(({ repo, name }) => `${repo}/${name}`)).toEqual([
      'api/nairobi',
      'api/porto',
      'api/quito',
      'infra/hanoi',
      'infra/tartu',
      'web/kyoto',
      'web/lisbon',
      'web/oslo',
    ]);
    expect(worktrees.length - linked.length).toBe(3);
    for (const { assignment, branch, conductor, drifted, path: at, shadowedBy } of linked) {
      expect(at.startsWith(`${demo.sandbox.personHome}/conductor/workspaces/`)).toBe(true);
      expect([conductor, drifted, shadowedBy]).toEqual([true, false, []]);
      expect(branch).toMatch(/^ada\//);
      if (assignment !== null) expect(assignment.trace).toMatch(/^(web|api|infra)-\w+-\w{4}$/);
    }
    expect(linked.filter(({ assignment }) => assignment === null).map(({ name }) => name)).toEqual([
      'tartu',
    ]);
  });

  it('has spend that goes up while it is looked at, under the trace IDs that are assigned', async () => {
    const { letGo, timers, waiting } = heldTimers();
    const started = await start({ timers });
    const key = keyOf(started);
    const client = createAdminClient({
      adminUrl: started.demo.emulator.adminUrl,
      key: () => Promise.resolve(ok(key)),
      version: '1.2.3',
      clock: { now: () => Date.now() },
      random: () => 0.5,
      pause: () => Promise.resolve(),
    });
    const day = () => trailingWindow(new Date(), 24);
    const lisbon = started.snapshots.get().worktrees.find(({ name }) => name === 'lisbon');
    const traced = must(
      await client.traceCost(trailingWindow(new Date(), 14 * 24), lisbon?.assignment?.trace ?? ''),
    );
    expect(traced.cost).not.toBeNull();
    const groups = must(
      await client.spendByMetadata(trailingWindow(new Date(), 13 * 24), 'worktree'),
    );
    const known = new Set(started.snapshots.get().worktrees.map(({ id }) => id));
    expect(groups.rows.filter(({ value }) => known.has(value)).length).toBeGreaterThanOrEqual(6);
    expect(groups.rows.filter(({ value }) => value !== '' && !known.has(value))).toHaveLength(2);

    const first = must(await client.costSeries(day())).total ?? 0;
    for (let arrived = 0; arrived < 20; arrived += 1) letGo();
    const second = must(await client.costSeries(day())).total ?? 0;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(waiting.size).toBe(1);
    await started.dispose();
    expect(waiting.size).toBe(0);
  });

  it('keeps the account’s key in memory: in no file but the sample workspaces’ own settings', async () => {
    const started = await start();
    const { sandbox } = started.demo;
    const key = keyOf(started);
    const holders = fs
      .readdirSync(sandbox.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => fs.readFileSync(file).includes(key));
    expect(holders).toHaveLength(7);
    for (const file of holders)
      expect(file).toMatch(/workspaces\/\w+\/\w+\/\.claude\/settings\.local\.json$/);
    expect(JSON.stringify(started.snapshots.get())).not.toContain(key);
    expect(fs.statSync(sandbox.folder).mode & 0o777).toBe(0o700);
    expect(fs.existsSync(path.join(sandbox.home, 'budgets.json'))).toBe(true);
  });

  it('writes nothing outside of its folder, and leaves nothing when it ends', async () => {
    const untouched = treeOf(person.home);
    const started = await start();
    const { folder } = started.demo.sandbox;
    expect(fs.readdirSync(person.temporary)).toEqual([path.basename(folder)]);
    const context = { face: 'app', signal: new AbortController().signal } as const;
    const worktree = `${started.demo.sandbox.personHome}/conductor/workspaces/infra/tartu`;
    must(await started.handlers['assignments.apply']({ worktree, preset: 'claude' }, context));
    must(await started.handlers['roots.add']({ path: '~/conductor/repos' }, context));
    const added = started.snapshots.get().roots.find(({ source }) => source === 'person');
    expect(added?.path).toBe(`${started.demo.sandbox.personHome}/conductor/repos`);
    await started.dispose();
    expect(treeOf(person.home)).toEqual(untouched);
    expect(fs.readdirSync(person.temporary)).toEqual([]);
    await expect(fetch(started.demo.emulator.url)).rejects.toThrow('fetch failed');
  });

  it('leaves nothing when it cannot start, and says why', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { env, platform } = process;
    await expect(composeDemo({ env, platform, version: '1', port })).rejects.toThrow('EADDRINUSE');
    const noGit = { ...env, PATH: person.temporary };
    await expect(composeDemo({ env: noGit, platform, version: '1' })).rejects.toThrow(
      'sample repositories could not be made',
    );
    taken.close();
    expect(fs.readdirSync(person.temporary)).toEqual([]);
  });
});

describe('the process of a demo', () => {
  const script = `
    import { composeDemo } from '${path.resolve('electron/demo-entry.ts')}';
    const { env, platform } = process;
    const host = await composeDemo({ env, platform, version: '1' });
    console.log(host.demo.sandbox.folder);
    const how = process.argv[1];
    if (how === 'exit') process.exit(3);
    if (how === 'twice') process.once('SIGTERM', () => setTimeout(() => host.dispose(), 20_000));
    if (how === 'twice') process.kill(process.pid, 'SIGTERM');
    if (how === 'twice' || how === 'signal') {
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50);
      await new Promise(() => {});
    }
    await host.dispose();
    process.on('exit', (code) => console.log('ended', code));`;

  it.each([
    ['dispose', 0, 'ended 0'],
    ['exit', 3, ''],
    ['signal', 143, ''],
    ['twice', 143, ''],
  ])(
    'ends by itself and takes the folder with it: %s',
    async (how, code, last) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, how], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const killer = setTimeout(() => child.kill(), 30_000);
      const ended = await new Promise((resolve) => {
        child.on('close', resolve);
      });
      clearTimeout(killer);
      const [folder, said = ''] = output.trim().split('\n');
      expect([ended, said]).toEqual([code, last]);
      expect(folder).toContain('switchyard-demo-');
      expect(fs.readdirSync(person.temporary)).toEqual([]);
    },
    20_000,
  );
});
