import { describe, expect, it } from 'vitest';

import { decodePresetLink, encodePresetLink } from '../../../shared/domain/preset-link.ts';
import { PRESET_TEMPLATES } from '../../../shared/domain/preset-templates.ts';
import { checkPreset } from '../../../shared/domain/preset.ts';
import { must, refusal } from '../support/settings-bench.ts';

describe('the rules', () => {
  it.each([
    [{}, 'id', 'missing'],
    [{ id: 'A b', name: 'x', models: {} }, 'id', '“A b”'],
    [{ id: 'a', name: ' ', models: {} }, 'name', 'needs a name'],
    [{ id: 'a', name: 'x\ny', models: {} }, 'name', 'one line'],
    [{ id: 'a', name: 'x'.repeat(81), models: {} }, 'name', '80'],
    [{ id: 'a', name: 'x', models: { fast: 'y' } }, 'models.fast', 'no field'],
    [{ id: 'a', name: 'x', models: { model: 'm', sonnet: 's' } }, 'models', 'models'],
    [{ id: 'a', name: 'x', models: {}, api_key: 'k' }, 'api_key', 'no field “api_key”'],
    [{ id: 'a', name: 'x', provider: '@p', config: 'pc-1', models: {} }, 'config', 'either'],
    [{ id: 'a', name: 'x', provider: 'Not A Slug', models: {} }, 'provider', 'provider slug'],
    [{ id: 'a', name: 'x', config: 'main', models: {} }, 'config', 'saved config'],
    [{ id: 'a', name: 'x', provider: '@p', models: {} }, 'models', 'must be named'],
    [{ id: 'a', name: 'x', models: { model: '' } }, 'models.model', 'empty'],
    [{ id: 'a', name: 'x', models: { opus: 'two words' } }, 'models.opus', 'two words'],
    [{ id: 'a', name: 'x', models: {}, headers: { 'x a': '1' } }, 'headers.x a', 'name'],
    [{ id: 'a', name: 'x', models: {}, headers: { 'x-a': 'é' } }, 'headers.x-a', 'cannot be sent'],
    [
      { id: 'a', name: 'x', models: {}, headers: { Authorization: 'x' } },
      'headers.Authorization',
      'itself',
    ],
    [
      { id: 'a', name: 'x', models: {}, headers: { 'X-Portkey-Trace-Id': 't' } },
      'headers.X-Portkey-Trace-Id',
      'Switchyard writes',
    ],
    [
      { id: 'a', name: 'x', models: {}, headers: { 'x-a': '1', 'X-A': '2' } },
      'headers.X-A',
      'twice',
    ],
  ])('refuse %j at %s', (input, field, words) => {
    const failure = refusal(checkPreset(input));
    expect(failure.field).toBe(field);
    expect(failure.message).toContain(words);
    expect(failure.hint).not.toBe('');
  });

  it('tidy what a form leaves', () => {
    const tidied = must(
      checkPreset({
        id: ' a ',
        name: ' A ',
        provider: ' @p ',
        config: ' ',
        models: { sonnet: ' s ', opus: '' },
        headers: {},
      }),
    );
    expect(tidied).toEqual({ id: 'a', name: 'A', provider: '@p', models: { sonnet: 's' } });
  });

  it('accept every template', () => {
    expect(PRESET_TEMPLATES.length).toBeGreaterThan(5);
    for (const { preset: template } of PRESET_TEMPLATES)
      expect(must(checkPreset(template))).toEqual(template);
    const all = PRESET_TEMPLATES.map(({ preset: template }) => template.id);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a preset link', () => {
  const good = encodePresetLink({
    id: 'a',
    name: 'A',
    provider: '@a',
    models: { sonnet: 's' },
  });
  it.each([
    ['https://evil.example/?v=1', 'not a preset link'],
    ['switchyard://apply?worktree=x', 'not a preset link'],
    [`${good}&api_key=pk-123`, '“api_key”'],
    [`${good}&secret=pk-123`, '“secret”'],
    [`${good}&id=b`, 'twice'],
    [good.replace('v=1', 'v=2'), 'another version'],
    [`${good}&model=m`, 'per tier'],
    [`${good}&header=${encodeURIComponent('x-portkey-api-key: pk-123')}`, 'Switchyard writes'],
    [`${good}&header=${encodeURIComponent('x-a: 1\r\nx-portkey-api-key: pk')}`, 'cannot be sent'],
    [`switchyard://preset?v=1&id=a&name=${'x'.repeat(9000)}`, 'too long'],
  ])('is refused when it is %s', (link, words) => {
    const failure = refusal(decodePresetLink(link));
    expect(failure.message).toContain(words);
    expect(failure.message).not.toContain('pk-123');
  });
});
