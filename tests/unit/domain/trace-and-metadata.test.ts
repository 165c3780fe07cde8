import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  checkMetadata,
  clipMetadataValue,
  parseMetadata,
  serialiseMetadata,
} from '../../../shared/domain/metadata.ts';
import { checkTraceId, makeTraceId, slugify } from '../../../shared/domain/trace-id.ts';
import { failureError, failure, failureOf } from '../../../shared/domain/failure.ts';
import { must, refusal } from '../support/settings-bench.ts';

describe('a trace ID', () => {
  it.each([
    ['web', 'lisbon', 'web-lisbon-7f2a'],
    ['web', 'web', 'web-7f2a'],
    ['Müller & Söhne', 'São Paulo', 'muller-sohne-sao-paulo-7f2a'],
    ['漢字', '東京', 'workspace-7f2a'],
    ['', 'x', 'x-7f2a'],
    ['a'.repeat(60), 'b'.repeat(60), `${'a'.repeat(32)}-${'b'.repeat(32)}-7f2a`],
  ])('for %j and %j is %s', (repo, workspace, expected) => {
    expect(makeTraceId(repo, workspace, '7f2a')).toBe(expected);
  });

  it('that we make is one that we accept', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        (repo, workspace) => {
          const id = makeTraceId(repo, workspace, 'aaaa');
          expect(must(checkTraceId(id))).toBe(id);
          expect(slugify(slugify(repo))).toBe(slugify(repo));
        },
      ),
    );
  });

  it.each(['a', 'A.b_c:d@e/f+g=h-1', 'x'.repeat(120), '0'])('may be %j', (id) => {
    expect(must(checkTraceId(` ${id} `))).toBe(id);
  });

  it.each(['', ' ', 'a,b', 'a b', '-a', 'é', 'a\nb', 'x'.repeat(121), '{"a":1}'])(
    'may not be %j',
    (id) => {
      expect(refusal(checkTraceId(id))).toMatchObject({ code: 'trace.invalid', field: 'trace' });
    },
  );
});

describe('metadata', () => {
  it('is ASCII, strict JSON, and read back as it was', () => {
    const metadata = fc.dictionary(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    fc.assert(
      fc.property(metadata, (given) => {
        const text = serialiseMetadata(given);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(parseMetadata(text)).toEqual({ ...given });
      }),
    );
  });

  it('that somebody else wrote is read where Portkey reads it', () => {
    expect(parseMetadata('{"a":"1","n":2,"b":true,"o":{},"l":[],"z":null}')).toEqual({
      a: '1',
      n: '2',
      b: 'true',
    });
    for (const text of ['', 'x', '[]', 'null', '"a"', '1', '{"a":'])
      expect(parseMetadata(text)).toBeNull();
  });

  it('is cut without leaving half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        const cut = clipMetadataValue(value);
        expect(cut.length).toBeLessThanOrEqual(128);
        expect(value.startsWith(cut)).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    [{ a: 'x'.repeat(128) }, true],
    [{ a: 'x'.repeat(129) }, false],
    [{ 'a b': 'x' }, false],
    [{ '9a': 'x' }, false],
    [{ ['k'.repeat(64)]: 'x' }, true],
    [{ ['k'.repeat(65)]: 'x' }, false],
    [{ a: 'tab\there' }, false],
    [{ a: '\u0085' }, false],
    [{ a: 'ünï 漢 😀' }, true],
    [{}, true],
  ])('%j is accepted: %s', (metadata, expected) => {
    expect(checkMetadata(metadata).ok).toBe(expected);
  });
});

describe('an error that carries a failure', () => {
  it('gives it back, and no other error has one', () => {
    const carried = failure('state.unreadable');
    expect(failureOf(failureError(carried))).toBe(carried);
    expect(failureOf(new Error('x'))).toBeNull();
    expect(failureOf('x')).toBeNull();
  });
});
