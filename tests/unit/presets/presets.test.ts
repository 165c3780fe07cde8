import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { decodePresetLink, encodePresetLink } from '../../../shared/domain/preset-link.ts';
import {
  checkPreset,
  type Preset,
  presetsFileSchema,
  type PresetsFile,
} from '../../../shared/domain/preset.ts';
import { createPresets, freeId, type Presets } from '../../../electron/services/presets/presets.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

let state: StateHome;
let presets: Presets;
beforeEach(async () => {
  state = await makeStateHome();
  presets = createPresets({
    document: state.document<PresetsFile>({
      name: 'presets.json',
      schema: () => Promise.resolve(presetsFileSchema),
      initial: { version: 1, presets: [] },
    }),
    rules: () => Promise.resolve({ checkPreset, decodePresetLink, encodePresetLink }),
  });
});
afterEach(() => state.dispose());

const preset = (id: string, more: Partial<Preset> = {}): Preset => ({
  id,
  name: id.toUpperCase(),
  provider: `@${id}`,
  models: { sonnet: 's' },
  ...more,
});
const ids = async () => must(await presets.list()).map((one) => one.id);

const word = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/);
const model = fc.stringMatching(/^[!-~]{1,40}$/);
const headers = fc
  .dictionary(
    fc.stringMatching(/^x-[a-z0-9]{1,10}$/),
    fc.string({
      unit: fc.constantFrom(...' azAZ09:;,=&%+"\\#?~'.split('')),
      maxLength: 20,
    }),
    { maxKeys: 4 },
  )
  .map((all) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value.trim()])),
  );
const anyPreset: fc.Arbitrary<Preset> = fc
  .record({
    id: word,
    name: fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((text) => checkPreset({ id: 'a', name: text, models: {} }).ok),
    route: fc.oneof(
      fc.constant({}),
      word.map((slug) => ({ provider: `@${slug}` })),
      word.map((slug) => ({ config: `pc-${slug.replaceAll('.', '_')}` })),
    ),
    models: fc.oneof(
      model.map((one) => ({ model: one })),
      fc.record({ sonnet: model, opus: model, haiku: model }, { requiredKeys: ['sonnet'] }),
    ),
    headers,
  })
  .map(({ route, headers: own, name, ...rest }) => ({
    id: rest.id,
    name: name.trim(),
    ...route,
    models: rest.models,
    ...(Object.keys(own).length === 0 ? {} : { headers: own }),
  }));

describe('presets', () => {
  it('are kept in the person’s order', async () => {
    for (const id of ['a', 'b', 'c']) must(await presets.save(preset(id)));
    must(await presets.reorder(['c', 'a']));
    expect(await ids()).toEqual(['c', 'a', 'b']);
    expect(refusal(await presets.reorder(['c', 'x'])).code).toBe('preset.missing');
    must(await presets.save(preset('a', { name: 'New' })));
    expect(await ids()).toEqual(['c', 'a', 'b']);
    expect(must(await presets.get('a')).name).toBe('New');
  });

  it('can be given another id, but not one that is taken', async () => {
    for (const id of ['a', 'b']) must(await presets.save(preset(id)));
    must(await presets.save(preset('z'), 'a'));
    expect(await ids()).toEqual(['z', 'b']);
    expect(refusal(await presets.save(preset('b'), 'z'))).toMatchObject({
      code: 'preset.exists',
      field: 'id',
    });
    expect(refusal(await presets.save(preset('x'), 'gone')).code).toBe('preset.missing');
    expect(await ids()).toEqual(['z', 'b']);
  });

  it('are duplicated beside the original under a free id', async () => {
    for (const id of ['a', 'b']) must(await presets.save(preset(id)));
    expect(must(await presets.duplicate('a'))).toMatchObject({ id: 'a-2', name: 'A copy' });
    must(await presets.duplicate('a'));
    expect(await ids()).toEqual(['a', 'a-3', 'a-2', 'b']);
    must(await presets.save(preset('l'.repeat(64), { name: 'n'.repeat(80) })));
    const copy = must(await presets.duplicate('l'.repeat(64)));
    expect(checkPreset(copy).ok).toBe(true);
    expect(refusal(await presets.duplicate('none')).hint).toContain('There are: a');
  });

  it('are removed', async () => {
    must(await presets.save(preset('a')));
    must(await presets.remove('a'));
    expect(await ids()).toEqual([]);
    expect(refusal(await presets.remove('a')).code).toBe('preset.missing');
  });

  it('come in from a file of one, a list, our own file, or a link', async () => {
    const list = [preset('a'), preset('b')];
    for (const [text, count] of [
      [JSON.stringify(list[0]), 1],
      [JSON.stringify(list), 2],
      [JSON.stringify({ version: 1, presets: list }), 2],
      [`  ${encodePresetLink(preset('a'))}\n`, 1],
    ] as const) {
      expect(must(await presets.importText(text, false))).toHaveLength(count);
    }
    expect(await ids()).toEqual([]);
  });

  it('that come in again are no second ones, and others get a free id', async () => {
    const text = JSON.stringify(preset('a'));
    must(await presets.importText(text, true));
    must(await presets.importText(text, true));
    expect(await ids()).toEqual(['a']);
    const [other] = must(
      await presets.importText(JSON.stringify(preset('a', { name: 'Other' })), true),
    );
    expect(other?.id).toBe('a-2');
    expect(await ids()).toEqual(['a', 'a-2']);
  });

  it('come in all or not at all', async () => {
    const text = JSON.stringify([preset('a'), { ...preset('b'), apiKey: 'pk-123' }]);
    expect(refusal(await presets.importText(text, true))).toMatchObject({
      code: 'preset.invalid',
      field: 'apiKey',
    });
    expect(refusal(await presets.importText('{nonsense', true)).field).toBe('file');
    expect(await ids()).toEqual([]);
  });

  it('come out as they went in, as a file and as a link', async () => {
    await fc.assert(
      fc.asyncProperty(anyPreset, async (one) => {
        expect(must(checkPreset(one))).toEqual(one);
        must(await presets.save(one));
        const exported = must(await presets.export(one.id));
        expect(exported.fileName).toBe(`${one.id}.preset.json`);
        expect(must(await presets.importText(exported.json, false))).toEqual([one]);
        expect(must(await presets.importText(exported.link, false))).toEqual([one]);
        must(await presets.remove(one.id));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a free id', () => {
  it('fits the pattern, however many are taken', () => {
    const taken = new Set(['a'.repeat(64)]);
    for (let n = 0; n < 1100; n += 1) taken.add(freeId('a'.repeat(64), taken));
    expect(taken.size).toBe(1101);
    expect(Math.max(...[...taken].map((id) => id.length))).toBe(64);
  });
});
