import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { recover } from '../../../electron/services/claude-settings/recover.ts';
import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import {
  ACCOUNT,
  ANTHROPIC,
  KEY,
  makeSettingsBench,
  must,
  OTHER_KEY,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
});
afterEach(() => bench.dispose());

const ORIGINAL = '{\r\n\t"env": { "ANTHROPIC_API_KEY": "sk-ant-mine-0123456789" }\r\n}';
const assignment = () => bench.context.assignments.assignment(bench.worktree.id);
const state = () => ({
  text: bench.read(),
  assignment: assignment(),
  original: bench.context.assignments.original(bench.file),
});

describe('redo', () => {
  it('goes forward write by write to what stood there after each', async () => {
    bench.set(ORIGINAL);
    const states = [state()];
    for (const more of [{}, { preset: UNIVERSAL }, { key: OTHER_KEY, trace: null }]) {
      must(await bench.apply(more));
      states.push(state());
    }
    must(await bench.service.clear(bench.worktree));
    states.push(state());
    for (let round = 0; round < 2; round += 1) {
      for (const expected of states.slice(0, -1).toReversed()) {
        must(await bench.service.undo(undefined));
        expect(state()).toEqual(expected);
      }
      for (const expected of states.slice(1)) {
        expect(must(await bench.service.redo(undefined)).exact).toBe(true);
        expect(state()).toEqual(expected);
      }
      expect(refusal(await bench.service.redo(undefined)).code).toBe('journal.empty');
    }
    for (const secret of [KEY, OTHER_KEY, 'sk-ant-mine']) {
      expect(bench.stateBytes()).not.toContain(secret);
    }
  });

  it('clears exactly after it, as if nothing had been undone', async () => {
    bench.set(ORIGINAL);
    must(await bench.apply());
    must(await bench.apply({ preset: UNIVERSAL }));
    must(await bench.service.undo(undefined));
    must(await bench.service.undo(undefined));
    must(await bench.service.redo(undefined));
    expect(must(await bench.service.clear(bench.worktree)).exact).toBe(true);
    expect(bench.read()).toBe(ORIGINAL);
  });

  it('takes the number of the write or of its undo, and nothing that stands', async () => {
    must(await bench.apply());
    expect(refusal(await bench.service.redo(1)).message).toContain('was not undone');
    must(await bench.service.undo(1));
    const routed = must(await bench.service.redo(2));
    expect(routed.exact).toBe(true);
    expect(refusal(await bench.service.redo(1)).message).toContain('stands already');
    must(await bench.service.undo(1));
    must(await bench.service.redo(1));
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
  });

  it('is ended for a file by a new write to it, and for no other file', async () => {
    must(await bench.apply());
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    must(await bench.apply({ worktree: quito }));
    must(await bench.service.undo(1));
    must(await bench.service.undo(2));
    must(await bench.apply({ preset: UNIVERSAL }));
    expect(refusal(await bench.service.redo(1)).message).toContain('cannot be done again');
    must(await bench.service.redo(undefined));
    expect(bench.context.assignments.assignment(quito.id)?.presetId).toBe('anthropic');
    expect(refusal(await bench.service.redo(undefined)).code).toBe('journal.empty');
  });

  it('leaves a file alone that somebody else has written', async () => {
    must(await bench.apply());
    must(await bench.service.undo(undefined));
    bench.set('{"model":"opus"}');
    expect(refusal(await bench.service.redo(undefined)).code).toBe('journal.drifted');
    expect(bench.read()).toBe('{"model":"opus"}');
  });

  it('puts no key into a file that git sees by now', async () => {
    must(await bench.apply());
    must(await bench.service.undo(undefined));
    fs.writeFileSync(path.join(bench.repo.main.commonDir, 'info/exclude'), '');
    expect(refusal(await bench.service.redo(undefined)).code).toBe('settings.not_ignored');
    expect(bench.read()).toBeNull();
  });

  it('does not take a trace ID that another workspace has been given', async () => {
    must(await bench.apply({ trace: 'one' }));
    must(await bench.service.undo(undefined));
    must(await bench.apply({ worktree: bench.repo.linked[1] ?? bench.repo.main, trace: 'one' }));
    expect(refusal(await bench.service.redo(1)).code).toBe('trace.taken');
  });

  it('needs the keychain for what it puts back, and says so when a secret is gone', async () => {
    must(await bench.apply());
    must(await bench.service.undo(undefined));
    const { secrets } = bench.context;
    const references = JSON.stringify(bench.context.journal.entry(2)).match(/inverse\/\w+/g) ?? [];
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) await secrets.remove(reference);
    expect(refusal(await bench.service.redo(undefined)).message).toContain('keychain');
  });

  it('is settled when it was killed after its write, and was none when before', async () => {
    must(await bench.apply());
    const after = state();
    must(await bench.service.undo(undefined));
    const before = state();
    const { journal } = bench.context;
    // Nothing is recorded after the write, as when the process is killed there.
    const die = async (at: 'before' | 'after') => {
      const dying = createSettingsService({
        ...bench.context,
        journal: {
          ...journal,
          begin: (entry) => journal.begin({ ...entry, pid: spawnSync('true').pid }),
          abandon: () => {},
        },
        assignments: {
          ...bench.context.assignments,
          setAssignment: () => {
            throw new Error('killed');
          },
        },
        replace: (file, replacement) => {
          if (at === 'before') throw new Error('killed');
          return bench.context.replace(file, replacement);
        },
      });
      await expect(dying.redo(undefined)).rejects.toThrow('killed');
      recover(bench.context);
    };
    await die('before');
    expect(state()).toEqual(before);
    await die('after');
    expect(state()).toEqual(after);
    expect(journal.latestUndoable()?.id).toBe(1);
    must(await bench.service.undo(1));
    expect(state()).toEqual(before);
  });

  it('repairs again, and adds the line for git again', async () => {
    bench.dispose();
    bench = await makeSettingsBench({ excluded: false });
    const exclude = path.join(bench.repo.main.commonDir, 'info/exclude');
    bench.set('{ /* mine */ "env": {}, }');
    must(await bench.service.repair(bench.worktree));
    const repaired = bench.read();
    must(await bench.apply({ exclude: true }));
    const [routed, ignored] = [bench.read(), fs.readFileSync(exclude, 'utf8')];
    for (let left = 0; left < 3; left += 1) must(await bench.service.undo(undefined));
    expect(fs.readFileSync(exclude, 'utf8')).not.toBe(ignored);
    must(await bench.service.redo(undefined));
    expect(bench.read()).toBe(repaired);
    must(await bench.service.redo(undefined));
    expect(fs.readFileSync(exclude, 'utf8')).toBe(ignored);
    must(await bench.service.redo(undefined));
    expect(bench.read()).toBe(routed);
  });
});

type Step = 'apply' | 'universal' | 'other-key' | 'clear' | 'undo' | 'redo' | 'foreign';
const STEPS: readonly Step[] = [
  'apply',
  'universal',
  'other-key',
  'clear',
  'undo',
  'redo',
  'foreign',
];

describe('any sequence of writes, ways back and other people’s edits', () => {
  it('keeps undo and redo exact inverses of each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { maxLength: 14 }), async (steps) => {
        const run = await makeSettingsBench();
        try {
          let foreign = 0;
          const does: Record<Step, () => Promise<unknown> | void> = {
            apply: () => run.apply({ preset: ANTHROPIC }),
            universal: () => run.apply({ preset: UNIVERSAL }),
            'other-key': () => run.apply({ key: OTHER_KEY, account: { ...ACCOUNT, id: 'b' } }),
            clear: () => run.service.clear(run.worktree),
            undo: () => run.service.undo(undefined),
            redo: () => run.service.redo(undefined),
            foreign: () => {
              foreign += 1;
              const text = run.read();
              const value = text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
              run.set(JSON.stringify({ ...value, theirs: foreign }, null, 2));
            },
          };
          const seen = () => ({
            text: run.read(),
            assignment: run.context.assignments.assignment(run.worktree.id),
            original: run.context.assignments.original(run.file),
          });
          for (const step of steps) {
            await does[step]();
            const before = seen();
            const undone = await run.service.undo(undefined);
            if (!undone.ok) {
              expect(seen()).toEqual(before);
              continue;
            }
            expect(must(await run.service.redo(undefined)).exact).toBe(true);
            expect(seen()).toEqual(before);
            expect(run.stateBytes()).not.toContain(KEY);
          }
        } finally {
          run.dispose();
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
