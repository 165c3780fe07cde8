import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CommandContext } from '../../../electron/cli/context.ts';
import { redoWrite, showHistory, undoWrite } from '../../../electron/cli/journal.ts';
import { EXIT, type Output } from '../../../electron/cli/output.ts';
import { createJournalHandlers } from '../../../electron/ipc/handlers/journal.ts';
import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import type { HistoryLine } from '../../../shared/domain/assignment.ts';
import { ok } from '../../../shared/domain/failure.ts';
import { KEY, makeSettingsBench, must, type SettingsBench } from '../support/settings-bench.ts';

let bench: SettingsBench;
let context: CommandContext;
let said: { json: unknown; text: string }[];
let output: Output;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
  said = [];
  output = {
    result: (json, text) => said.push({ json, text }),
    note: () => {},
    failure: ({ code, message }, more = {}) =>
      said.push({ json: { code, ...more }, text: message }),
  };
  const handlers = createJournalHandlers({
    settings: () => Promise.resolve(ok(bench.service)),
    hasState: () => true,
    changed: () => Promise.resolve(),
  });
  const scanner = {
    findWorktree: (path: string) => Promise.resolve(ok({ ...bench.worktree, path })),
  };
  // What these commands use of the services, and no more.
  context = {
    core: { scanner, journal: () => Promise.resolve(bench.context.journal) },
    handlers,
    request: { face: 'cli', signal: new AbortController().signal },
  } as unknown as CommandContext;
});
afterEach(() => bench.dispose());

const last = () => said.at(-1) ?? { json: null, text: '' };

describe('switchyard history, undo and redo', () => {
  it('lists writes with what can be done about each', async () => {
    must(await bench.apply());
    expect(await undoWrite(undefined, {}, context, output)).toBe(EXIT.done);
    expect(await showHistory({}, context, output)).toBe(EXIT.done);
    const lines = last().json as HistoryLine[];
    expect(lines.map(({ id, action, way }) => [id, action, way])).toEqual([
      [2, 'undo', null],
      [1, 'apply', 'redo'],
    ]);
    expect(last().text).toContain('undone, can be redone');
    expect(await redoWrite(1, {}, context, output)).toBe(EXIT.done);
    expect(last().text).toContain('Redone');
    expect(await undoWrite(undefined, { list: true }, context, output)).toBe(EXIT.done);
    expect((last().json as HistoryLine[])[0]?.action).toBe('redo');
    const path = bench.repo.linked[1]?.path ?? '';
    await showHistory({ worktree: path }, context, output);
    expect(last()).toEqual({ json: [], text: 'Nothing has been written yet.' });
  });

  it('lists the writes to a worktree that is gone by its path', async () => {
    must(await bench.apply());
    fs.rmSync(bench.worktree.path, { recursive: true });
    expect(await showHistory({ worktree: bench.worktree.path }, context, output)).toBe(EXIT.done);
    const [line] = last().json as HistoryLine[];
    expect(line).toMatchObject({ id: 1, way: null, why: 'The file is not there any more.' });
  });

  it('shows three sides when somebody else stands in the way, and goes past them by force', async () => {
    must(await bench.apply());
    bench.set((bench.read() ?? '').replace('https://api.portkey.ai', 'https://else.example.test'));
    expect(await undoWrite(undefined, {}, context, output)).toBe(EXIT.failed);
    expect(last().json).toMatchObject({
      code: 'journal.drifted',
      preview: { id: 1, drifted: true, forcible: true },
    });
    expect(await showHistory({ show: 1 }, context, output)).toBe(EXIT.done);
    expect(last().text).toContain('ANTHROPIC_BASE_URL (changed by somebody else)');
    expect(last().text).toContain('now      https://else.example.test');
    expect(JSON.stringify(said)).not.toContain(KEY);
    expect(await undoWrite(1, { force: true }, context, output)).toBe(EXIT.done);
    expect(bench.read()).toBeNull();
  });

  it('takes a batch back and says what is left of it', async () => {
    const service = createSettingsService({ ...bench.context, batch: 'b1' });
    const targets = bench.repo.linked.map((worktree) => bench.target({ worktree }));
    for (const result of await service.applyAll(targets)) must(result);
    const routed = bench.read() ?? '';
    bench.set(`${routed}\n`);
    expect(await undoWrite(undefined, { batch: 'b1' }, context, output)).toBe(EXIT.failed);
    expect(last().text).toContain('Undone: 1 of 2.');
    bench.set(routed);
    expect(await undoWrite(undefined, { batch: 'b1' }, context, output)).toBe(EXIT.done);
    expect(last().json).toMatchObject({ ok: true, batch: 'b1', items: [{ failure: null }] });
  });

  it('prints what stood there first, keys masked', async () => {
    const original = { original: bench.worktree.path };
    expect(await showHistory(original, context, output)).toBe(EXIT.failed);
    bench.set(`{"env":{"ANTHROPIC_API_KEY":"${KEY}"}}`);
    must(await bench.apply());
    expect(await showHistory(original, context, output)).toBe(EXIT.done);
    expect(last().text).toBe('{"env":{"ANTHROPIC_API_KEY":"••••41d3"}}');
  });
});
