import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SettingsContext } from '../../../electron/services/claude-settings/context.ts';
import { recover } from '../../../electron/services/claude-settings/recover.ts';
import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import {
  KEY,
  makeSettingsBench,
  must,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
/** The number of a process that has ended. */
let dead: number;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
  dead = spawnSync('true').pid;
});
afterEach(() => bench.dispose());

const KILLED = new Error('killed');

/** A context whose process dies at a point: entries carry a dead process's number, and nothing is settled afterwards. */
function dying(at: 'before' | 'after' | 'blanked'): SettingsContext {
  let writes = 0;
  const { journal, assignments } = bench.context;
  let isDead = false;
  const alive = <T>(work: () => T): T => {
    if (isDead) throw KILLED;
    return work();
  };
  return {
    ...bench.context,
    journal: {
      ...journal,
      begin: (entry) => alive(() => journal.begin({ ...entry, pid: dead })),
      rebase: (id, entry) => alive(() => journal.rebase(id, entry)),
      finish: (id) => alive(() => journal.finish(id)),
      abandon: (id) => alive(() => journal.abandon(id)),
    },
    assignments: {
      ...assignments,
      transaction: (work) => alive(() => assignments.transaction(work)),
      setAssignment: (...args) => alive(() => assignments.setAssignment(...args)),
    },
    replace: (file, options) => {
      writes += 1;
      if (at === 'before') isDead = true;
      const done = alive(() => bench.context.replace(file, options));
      if (at === 'after' && !/"ANTHROPIC_BASE_URL":\s*""/.test(fs.readFileSync(file, 'utf8')))
        isDead = true;
      return done;
    },
    pause: (milliseconds) => {
      if (at === 'blanked' && writes > 0) isDead = true;
      return isDead ? Promise.reject(KILLED) : bench.context.pause(milliseconds);
    },
  };
}

const die = (work: Promise<unknown>) => expect(work).rejects.toBe(KILLED);
const assignment = () => bench.context.assignments.assignment(bench.worktree.id);
const actions = () => bench.context.journal.list(10).map((one) => one.action);

describe('what a killed process left half recorded', () => {
  it('is kept when an apply had reached the file: it can be undone and cleared', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    const service = createSettingsService(dying('after'));
    await die(service.apply(bench.target()));
    expect(bench.context.journal.pending()).toHaveLength(1);
    expect(assignment()).toBeNull();
    recover(bench.context);
    expect(assignment()?.presetId).toBe('anthropic');
    expect(actions()).toEqual(['apply']);
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe('{"env":{"KEEP":"1"}}');
  });

  it('is kept when another program has written to the file since', async () => {
    const service = createSettingsService(dying('after'));
    await die(service.apply(bench.target()));
    const settings = JSON.parse(bench.read() ?? '') as Record<string, unknown>;
    bench.set(JSON.stringify({ ...settings, permissions: {} }));
    recover(bench.context);
    expect(assignment()?.presetId).toBe('anthropic');
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.read() ?? '')).toEqual({ permissions: {} });
  });

  it('is forgotten when an apply had not', async () => {
    const service = createSettingsService(dying('before'));
    await die(service.apply(bench.target()));
    recover(bench.context);
    expect(assignment()).toBeNull();
    expect(actions()).toEqual([]);
    expect(bench.context.journal.pending()).toEqual([]);
    expect(bench.read()).toBeNull();
  });

  it('goes back to the preset before when a switch had not reached the file', async () => {
    must(await bench.apply());
    await die(createSettingsService(dying('before')).apply(bench.target({ preset: UNIVERSAL })));
    recover(bench.context);
    expect(assignment()?.presetId).toBe('anthropic');
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBeNull();
  });

  it('is a clear when the file had been cleared', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    const context = dying('after');
    await die(createSettingsService(context).clear(bench.worktree));
    recover(bench.context);
    expect(assignment()).toBeNull();
    expect(actions()).toEqual(['clear', 'apply']);
    must(await bench.service.undo(undefined));
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
  });

  it('is the first step of a clear when it stopped half way: clearing again leads back to the first bytes', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    await die(createSettingsService(dying('blanked')).clear(bench.worktree));
    expect(bench.env()['ANTHROPIC_BASE_URL']).toBe('');
    recover(bench.context);
    expect(assignment()).not.toBeNull();
    expect(actions()).toEqual(['clear', 'apply']);
    expect(must(await bench.service.clear(bench.worktree)).exact).toBe(true);
    expect(bench.read()).toBe('{"env":{"KEEP":"1"}}');
  });

  it('is the first step of a clear when it stopped half way: undoing that leads back to what was applied', async () => {
    must(await bench.apply());
    const applied = bench.read();
    await die(createSettingsService(dying('blanked')).clear(bench.worktree));
    recover(bench.context);
    must(await bench.service.undo(undefined));
    expect(bench.read()).toBe(applied);
    expect(assignment()?.presetId).toBe('anthropic');
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBeNull();
  });

  it('is an undo when the file had gone back, and none when it had not', async () => {
    bench.set('{}');
    must(await bench.apply());
    await die(createSettingsService(dying('before')).undo(undefined));
    recover(bench.context);
    expect(assignment()).not.toBeNull();
    await die(createSettingsService(dying('after')).undo(undefined));
    expect(bench.read()).toBe('{}');
    recover(bench.context);
    expect(assignment()).toBeNull();
    expect(bench.context.journal.latestUndoable()).toBeNull();
    expect(bench.context.assignments.original(bench.file)).toBeNull();
  });

  it('does not hold a trace ID once it is settled', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    await die(createSettingsService(dying('before')).apply(bench.target({ trace: 'mine' })));
    recover(bench.context);
    expect(must(await bench.apply({ worktree: quito, trace: 'mine' })).trace).toBe('mine');
  });

  it('goes with its temporary files', async () => {
    fs.mkdirSync(path.dirname(bench.file));
    await die(createSettingsService(dying('before')).apply(bench.target()));
    const stray = path.join(
      path.dirname(bench.file),
      `.settings.local.json.switchyard-${dead}-0a1b2c3d4e5f.tmp`,
    );
    fs.writeFileSync(stray, KEY);
    recover(bench.context);
    expect(fs.existsSync(stray)).toBe(false);
  });
});

describe('a write that is under way', () => {
  it('is left alone by another face of the same process', async () => {
    let settled = false;
    bench.beforeReplace = () => {
      if (settled) return;
      settled = true;
      createSettingsService({ ...bench.context, face: 'browser' });
      expect(bench.context.journal.pending()).toHaveLength(1);
    };
    const outcome = must(await bench.apply());
    expect(outcome.journalId).not.toBeNull();
    expect(actions()).toEqual(['apply']);
    must(await bench.service.undo(outcome.journalId ?? undefined));
  });

  it('is left alone by another process', () => {
    const { journal } = bench.context;
    journal.begin({
      at: new Date().toISOString(),
      face: 'cli',
      action: 'apply',
      summary: '',
      file: bench.file,
      worktreeId: bench.worktree.id,
      worktreePath: bench.worktree.path,
      beforeHash: null,
      afterHash: null,
      steps: '[]',
      madeFolder: false,
      assignmentBefore: null,
      assignmentAfter: null,
      original: null,
      pid: process.ppid,
    });
    recover(bench.context);
    expect(journal.pending()).toHaveLength(1);
  });

  it('is settled when it is of an earlier process with the same number', () => {
    const { journal } = bench.context;
    const long = new Date(Date.now() - process.uptime() * 1000 - 60_000);
    journal.begin({
      at: long.toISOString(),
      face: 'cli',
      action: 'repair',
      summary: '',
      file: bench.file,
      worktreeId: bench.worktree.id,
      worktreePath: bench.worktree.path,
      beforeHash: 'a',
      afterHash: 'b',
      steps: '[]',
      madeFolder: false,
      assignmentBefore: null,
      assignmentAfter: null,
      original: null,
      pid: process.pid,
    });
    recover(bench.context);
    expect(journal.pending()).toEqual([]);
    expect(journal.list(5)).toEqual([]);
  });
});
