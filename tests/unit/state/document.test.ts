import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fail, ok } from '../../../shared/domain/failure.ts';
import { presetsFileSchema, type PresetsFile } from '../../../shared/domain/preset.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

let state: StateHome;
beforeEach(async () => {
  state = await makeStateHome();
});
afterEach(() => state.dispose());

const open = () =>
  state.document<PresetsFile>({
    name: 'presets.json',
    schema: () => Promise.resolve(presetsFileSchema),
    initial: { version: 1, presets: [] },
  });
const preset = (id: string) => ({ id, name: id, models: {} });
const put = (id: string) =>
  open().update((file) =>
    ok({ next: { ...file, presets: [...file.presets, preset(id)] }, value: id }),
  );

describe('a document', () => {
  it('is its default while there is no file, and loads no schema for that', async () => {
    let loaded = false;
    const document = state.document<PresetsFile>({
      name: 'none.json',
      schema: () => {
        loaded = true;
        return Promise.resolve(presetsFileSchema);
      },
      initial: { version: 1, presets: [] },
    });
    expect(must(await document.read())).toEqual({ version: 1, presets: [] });
    expect(loaded).toBe(false);
    expect(fs.existsSync(document.file)).toBe(false);
  });

  it('is written whole, readable, for its owner only, and leaves no stray files', async () => {
    expect(must(await put('a'))).toBe('a');
    const text = fs.readFileSync(state.at('presets.json'), 'utf8');
    expect(text).toBe(`${JSON.stringify({ version: 1, presets: [preset('a')] }, null, 2)}\n`);
    expect(fs.statSync(state.at('presets.json')).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(state.home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is not written when the change is refused', async () => {
    must(await put('a'));
    const before = fs.statSync(state.at('presets.json')).ino;
    expect(refusal(await open().update(() => fail('preset.exists'))).code).toBe('preset.exists');
    expect(fs.statSync(state.at('presets.json')).ino).toBe(before);
  });

  it.each([
    ['{"version":1,"presets":[', 'is not JSON'],
    ['{"version":2,"presets":[]}', 'version'],
    ['{"version":1,"presets":[{"id":5}]}', 'presets.0.id'],
    ['', 'is not JSON'],
  ])('that reads %j is neither used nor overwritten', async (text, words) => {
    fs.writeFileSync(state.at('presets.json'), text);
    const read = refusal(await open().read());
    expect(read.code).toBe('state.unreadable');
    expect(read.message).toContain(state.at('presets.json'));
    expect(read.message).toContain(words);
    expect(refusal(await put('a')).code).toBe('state.unreadable');
    expect(fs.readFileSync(state.at('presets.json'), 'utf8')).toBe(text);
  });

  it('says so when it cannot be read or written, and leaves nothing behind', async () => {
    fs.mkdirSync(state.at('presets.json'));
    expect(refusal(await open().read()).code).toBe('state.unreadable');
    fs.rmdirSync(state.at('presets.json'));
    const document = state.document<PresetsFile>({
      name: 'not-a-folder/presets.json',
      schema: () => Promise.resolve(presetsFileSchema),
      initial: { version: 1, presets: [] },
    });
    fs.writeFileSync(state.at('not-a-folder'), '');
    const failure = refusal(await document.update((file) => ok({ next: file, value: null })));
    expect(failure.code).toBe('state.unreadable');
    expect(fs.readdirSync(state.home).some((name) => name.endsWith('.tmp'))).toBe(false);
  });

  it('loses nothing when several processes change it at once', async () => {
    const root = path.resolve('.');
    const child = (name: string) => `
      import { openStateDatabase } from '${root}/electron/services/state/database.ts';
      import { openDocument } from '${root}/electron/services/state/document.ts';
      import { presetsFileSchema } from '${root}/shared/domain/preset.ts';
      const db = (await openStateDatabase(${JSON.stringify(state.home)})).value;
      const document = openDocument({ file: ${JSON.stringify(state.at('presets.json'))},
        schema: async () => presetsFileSchema, initial: { version: 1, presets: [] },
        lock: async (work) => ({ ok: true, value: db.transaction(work) }) });
      for (let n = 0; n < 25; n += 1) {
        const done = await document.update((file) => ({ ok: true, value: { value: null,
          next: { ...file, presets: [...file.presets, { id: '${name}-' + n, name: 'x', models: {} }] } } }));
        if (!done.ok) throw new Error(done.failure.message);
      }
      db.dispose();`;
    const run = promisify(execFile);
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        run(process.execPath, ['--input-type=module', '-e', child(name)], { cwd: root }),
      ),
    );
    const { presets } = must(await open().read());
    expect(new Set(presets.map((one) => one.id)).size).toBe(75);
    for (const name of ['a', 'b', 'c']) {
      const own = presets.filter((one) => one.id.startsWith(name)).map((one) => one.id);
      expect(own).toEqual(Array.from({ length: 25 }, (_, n) => `${name}-${n}`));
    }
  }, 30_000);
});
