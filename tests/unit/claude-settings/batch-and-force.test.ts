import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import {
  KEY,
  makeSettingsBench,
  must,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['a', 'b', 'c'], excluded: false });
});
afterEach(() => bench.dispose());

const fileOf = (index: number) =>
  path.join(bench.repo.linked[index]?.path ?? '', '.claude/settings.local.json');

async function applyBatch(): Promise<void> {
  const service = createSettingsService({ ...bench.context, batch: 'all-1' });
  const targets = bench.repo.linked.map((worktree) => bench.target({ worktree, exclude: true }));
  for (const result of await service.applyAll(targets)) must(result);
}

/** Another program's edit of one variable. */
function change(name: string, value: string): void {
  const document = JSON.parse(bench.read() ?? '{}') as { env: Record<string, string> };
  document.env[name] = value;
  bench.set(JSON.stringify({ ...document, permissions: { allow: ['Bash'] } }, null, 2));
}

describe('a batch', () => {
  it('is taken back whole, the line for git last', async () => {
    const exclude = path.join(bench.repo.main.commonDir, 'info/exclude');
    const before = fs.readFileSync(exclude, 'utf8');
    await applyBatch();
    const done = must(await bench.service.undoBatch('all-1'));
    expect(done.items.map((item) => item.failure)).toEqual([null, null, null, null]);
    expect(done.items.map((item) => item.id)).toEqual([4, 3, 2, 1]);
    expect([0, 1, 2].some((index) => fs.existsSync(fileOf(index)))).toBe(false);
    expect(fs.readFileSync(exclude, 'utf8')).toBe(before);
    expect(refusal(await bench.service.undoBatch('all-1')).message).toContain('undone already');
    expect(refusal(await bench.service.undoBatch('none')).message).toContain('no batch');
  });

  it('lists what cannot be taken back, does the rest, and goes on when asked again', async () => {
    await applyBatch();
    const routed = fs.readFileSync(fileOf(1), 'utf8');
    fs.appendFileSync(fileOf(1), '\n');
    const first = must(await bench.service.undoBatch('all-1'));
    const refused = first.items.filter((item) => item.failure !== null);
    // The line for git has to stay while one workspace holds a key.
    expect(refused.map((item) => item.failure?.code)).toEqual([
      'journal.drifted',
      'journal.drifted',
    ]);
    expect([0, 1, 2].map((index) => fs.existsSync(fileOf(index)))).toEqual([false, true, false]);
    fs.writeFileSync(fileOf(1), routed);
    const second = must(await bench.service.undoBatch('all-1'));
    expect(second.items.map((item) => item.failure)).toEqual([null, null]);
    expect(fs.existsSync(fileOf(1))).toBe(false);
  });

  it('holds only what was asked for together', async () => {
    must(await bench.apply({ exclude: true }));
    await applyBatch();
    const lines = await bench.service.history({ limit: 10 });
    expect(lines.map((line) => line.batch)).toEqual([...Array(2).fill('all-1'), null, null]);
  });
});

describe('a file that somebody else has changed', () => {
  it('is shown from three sides, keys masked', async () => {
    must(await bench.apply({ exclude: true }));
    change('ANTHROPIC_BASE_URL', 'https://proxy.example.test');
    const view = must(await bench.service.previewReversal(2));
    expect(view).toMatchObject({ way: null, drifted: true, forcible: true });
    expect(view.why).toContain('ANTHROPIC_BASE_URL');
    const byName = new Map(view.variables.map((one) => [one.name, one]));
    expect(byName.get('ANTHROPIC_BASE_URL')).toEqual({
      name: 'ANTHROPIC_BASE_URL',
      before: null,
      written: 'https://api.portkey.ai',
      now: 'https://proxy.example.test',
      result: null,
      theirs: true,
    });
    expect(byName.get('ANTHROPIC_AUTH_TOKEN')).toMatchObject({
      written: '••••41d3',
      theirs: false,
    });
    expect(JSON.stringify(view)).not.toContain(KEY);
    expect(refusal(await bench.service.undo(2)).message).toContain('ANTHROPIC_BASE_URL');
  });

  it('keeps what others wrote when it is put back by force, and can be done again by force', async () => {
    must(await bench.apply({ exclude: true }));
    const written = bench.env();
    change('ANTHROPIC_BASE_URL', 'https://proxy.example.test');
    const changed = bench.read();
    const outcome = must(await bench.service.undo(2, { force: true }));
    expect(outcome.exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({ permissions: { allow: ['Bash'] } });
    expect(bench.context.assignments.assignment(bench.worktree.id)).toBeNull();
    must(await bench.service.redo(2));
    expect(bench.read()).toBe(changed);
    must(await bench.service.undo(2, { force: true }));
    bench.set('{"permissions":{"allow":["Bash"]},"more":1}');
    expect(refusal(await bench.service.redo(2)).code).toBe('journal.drifted');
    must(await bench.service.redo(2, { force: true }));
    expect(bench.env()).toEqual({ ...written, ANTHROPIC_BASE_URL: 'https://proxy.example.test' });
    expect(must(await bench.service.clear(bench.worktree)).exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({ permissions: { allow: ['Bash'] }, more: 1 });
  });

  it('is not put back by force past a later write of ours', async () => {
    must(await bench.apply({ exclude: true }));
    must(await bench.apply({ preset: UNIVERSAL }));
    change('ANTHROPIC_BASE_URL', 'https://proxy.example.test');
    expect(refusal(await bench.service.undo(2, { force: true })).hint).toContain('undo 3');
    must(await bench.service.undo(3, { force: true }));
    expect(bench.env()['ANTHROPIC_BASE_URL']).toBe('https://api.portkey.ai');
    expect(bench.context.assignments.assignment(bench.worktree.id)?.presetId).toBe('anthropic');
  });
});

describe('the history', () => {
  it('says of each write what can be done about it, and why nothing can', async () => {
    must(await bench.apply({ exclude: true }));
    must(await bench.apply({ preset: UNIVERSAL }));
    const standing = async () =>
      (await bench.service.history({ limit: 10 })).map(({ id, way, why }) => [id, way ?? why]);
    expect(await standing()).toEqual([
      [3, 'undo'],
      [2, 'Number 3 has to be taken back first.'],
      [1, expect.stringContaining('still hold')],
    ]);
    must(await bench.service.undo(undefined));
    must(await bench.service.undo(undefined));
    expect((await standing()).slice(2)).toEqual([
      [3, 'Number 2 has to be done again first.'],
      [2, 'redo'],
      [1, 'undo'],
    ]);
    must(await bench.apply({}));
    expect((await standing()).at(-2)).toEqual([2, expect.stringContaining('Number 6 was written')]);
    const other = await bench.service.history({
      limit: 10,
      worktreePath: bench.repo.linked[1]?.path,
    });
    expect(other).toEqual([]);
  });
});

describe('what was there first', () => {
  const FIRST =
    '{\n  "env": { "ANTHROPIC_API_KEY": "sk-ant-mine-0123456789", "DB_PASSWORD": "hunter2", "A": "b" },\n  "model": "opus"\n}\n';

  it('is kept once and for good, with its secrets in the keychain', async () => {
    expect(refusal(await bench.service.firstSeen(bench.worktree)).code).toBe('journal.empty');
    bench.set(FIRST);
    must(await bench.apply({ exclude: true }));
    must(await bench.service.clear(bench.worktree));
    bench.set('{"later":true}');
    must(await bench.apply({}));
    const first = must(await bench.service.firstSeen(bench.worktree));
    expect(first.text).toContain('"model": "opus"');
    expect(first.text).toContain('••••6789');
    for (const secret of ['sk-ant-mine', 'hunter2']) {
      expect(bench.stateBytes()).not.toContain(secret);
    }
    expect(first.text).not.toContain('sk-ant-mine');
  });

  it('says when there was no file, and forgets what a refused write found', async () => {
    bench.set('{"first":1}');
    bench.beforeReplace = (file) => {
      if (file === bench.file)
        throw Object.assign(new Error('no'), { code: 'ENOSPC', syscall: 'x' });
    };
    expect((await bench.apply({ exclude: true })).ok).toBe(false);
    bench.beforeReplace = () => {};
    fs.rmSync(bench.file);
    must(await bench.apply({}));
    expect(must(await bench.service.firstSeen(bench.worktree)).text).toBeNull();
  });
});
