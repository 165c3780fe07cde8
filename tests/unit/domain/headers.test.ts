import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  checkHeader,
  composeHeaders,
  isHeaderList,
  isSecretHeader,
  MANAGED_HEADERS,
  parseHeaders,
  serialiseHeaders,
  splitHeaders,
} from '../../../shared/domain/header-set.ts';
import {
  maskLikelySecrets,
  maskSecret,
  maskVariable,
  secretsIn,
} from '../../../shared/domain/secret-text.ts';
import { refusal } from '../support/settings-bench.ts';

describe('the value of ANTHROPIC_CUSTOM_HEADERS', () => {
  // Each row is measured: conductor-claude.md, B4.
  it.each([
    [
      'a: 1\nb: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a: 1\r\nb: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['\n\n a :  1  \n\n', [['a', '1']]],
    ['x-portkey-metadata: {"a":"b: c"}', [['x-portkey-metadata', '{"a":"b: c"}']]],
    ['no colon\na: 1', [['a', '1']]],
    ['a:', [['a', '']]],
    [': 1', []],
    ['a: 1, b: 2', [['a', '1, b: 2']]],
    ['a: 1\\nb: 2', [['a', '1\\nb: 2']]],
    [
      'a: 1\nB: 2\nA: 3',
      [
        ['B', '2'],
        ['A', '3'],
      ],
    ],
    ['', []],
  ])('%j is read as Claude Code reads it', (text, expected) => {
    expect(parseHeaders(text).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it('is read back as it was written', () => {
    const header = fc.record({
      name: fc.stringMatching(/^x-[a-z0-9-]{1,12}$/),
      value: fc
        .string({ unit: fc.constantFrom(...' aZ:;,="{}\\/'.split('')), maxLength: 20 })
        .map((text) => text.trim()),
    });
    fc.assert(
      fc.property(fc.uniqueArray(header, { selector: (one) => one.name }), (headers) => {
        expect(parseHeaders(serialiseHeaders(headers))).toEqual(headers);
        expect(splitHeaders(serialiseHeaders(headers))).toEqual(headers);
      }),
    );
  });

  it.each([
    ['a: 1\nb: {"x":"y"}', true],
    ['', true],
    ['a: 1\\nb: 2', false],
    ['{"a": "1"}', false],
    ['pk-live-key', false],
    ['a b: 1', false],
    ['a: path\\name', true],
  ])('%j is a list of headers: %s', (text, expected) => {
    expect(isHeaderList(text)).toBe(expected);
  });
});

describe('a header', () => {
  it.each([
    ['x a', '1'],
    ['', '1'],
    ['x-a:', '1'],
    ['x-ä', '1'],
    ['x-a', 'é'],
    ['x-a', 'a\nb'],
    ['x-a', 'a\u0000'],
    ['x-a', '漢'],
    ['Authorization', 'Bearer x'],
    ['X-Api-Key', 'x'],
    ['content-length', '5'],
    ['Host', 'x'],
  ])('%j: %j cannot be sent', (name, value) => {
    expect(refusal(checkHeader(name, value)).code).toBe('header.invalid');
  });

  it('can be sent with its ends trimmed', () => {
    expect(checkHeader(' x-a ', ' b c ')).toEqual({
      ok: true,
      value: { name: 'x-a', value: 'b c' },
    });
    expect(checkHeader('x-a', '').ok).toBe(true);
  });

  it.each([
    'x-portkey-api-key',
    'Authorization',
    'X-Team-Token',
    'cookie',
    'x-goog-api-key',
    'aws-secret-access',
    'x-apikey',
  ])('%s is secret', (name) => expect(isSecretHeader(name)).toBe(true));
  it.each(['x-portkey-provider', 'x-keyboard', 'x-portkey-trace-id', 'x-tokens-left', 'x-monkey'])(
    '%s is not secret',
    (name) => expect(isSecretHeader(name)).toBe(false),
  );
});

describe('composing', () => {
  it('lets every name stand once, the strongest layer’s, and no managed one of a layer', () => {
    const name = fc.constantFrom('x-a', 'X-A', 'x-b', 'X-Portkey-Config', ...MANAGED_HEADERS);
    const header = fc.record({ name, value: fc.constantFrom('1', '2', '3') });
    const layer = (origin: 'local' | 'project' | 'user') =>
      fc.array(header, { maxLength: 4 }).map((headers) => ({ origin, headers }));
    fc.assert(
      fc.property(
        fc.array(header, { maxLength: 4 }),
        fc.tuple(layer('local'), layer('project'), layer('user')),
        (own, layers) => {
          const composed = composeHeaders(
            own.map((one) => ({ ...one, origin: 'switchyard' as const })),
            layers,
          );
          const names = composed.map((one) => one.name.toLowerCase());
          expect(new Set(names).size).toBe(names.length);
          for (const one of composed) {
            const key = one.name.toLowerCase();
            const source = [{ origin: 'switchyard', headers: own }, ...layers].find(({ headers }) =>
              headers.some((other) => other.name.toLowerCase() === key),
            );
            expect(one.origin).toBe(source?.origin);
            if (one.origin !== 'switchyard') expect(MANAGED_HEADERS.has(key)).toBe(false);
          }
        },
      ),
    );
  });
});

describe('masking', () => {
  it('shows four characters of a long secret and none of a short one', () => {
    expect(maskSecret('')).toBe('');
    expect(maskSecret('short')).toBe('••••');
    expect(maskSecret('12345678901')).toBe('••••');
    expect(maskSecret('123456789012')).toBe('••••9012');
  });

  it('leaves what is no secret', () => {
    const headers =
      'x-portkey-provider: @a\nx-api-key: no-key\nx-portkey-api-key: pk-live-0123456789';
    expect(maskVariable('ANTHROPIC_CUSTOM_HEADERS', headers)).toBe(
      'x-portkey-provider: @a\nx-api-key: no-key\nx-portkey-api-key: ••••6789',
    );
    expect(maskVariable('ANTHROPIC_MODEL', 'pk-live-0123456789')).toBe('pk-live-0123456789');
    expect(maskVariable('ANTHROPIC_BASE_URL', 'https://a/b')).toBe('https://a/b');
  });

  it('finds every secret in a value: what is masked is also what is kept out of journals', () => {
    const part = fc.constantFrom(
      'x-portkey-api-key: SECRET-a-0123456789',
      'x-a: 1',
      'X-Token: SECRET-b-0123456789',
      'x-a: 1\\nx-token: SECRET-c-0123456789',
      '{"x-api-key": "SECRET-d-0123456789"}',
      'x-portkey-config: {"api_key":"SECRET-e-0123456789"}',
      '',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (parts, eol) => {
        const value = parts.join(eol);
        const name = 'ANTHROPIC_CUSTOM_HEADERS';
        expect(maskVariable(name, value)).not.toContain('SECRET');
        let left = value;
        for (const secret of secretsIn(name, value)) left = left.replaceAll(secret, '');
        expect(left).not.toContain('SECRET');
      }),
    );
  });

  it('takes every word for a secret that could be one, where nothing is known', () => {
    expect(maskLikelySecrets('echo sk-ant-0123456789abcdef # /usr/local/bin/tool')).toBe(
      'echo ••••cdef # /usr/local/bin/tool',
    );
    expect(maskLikelySecrets('an ordinary-comment-with-dashes 12345')).toBe(
      'an ordinary-comment-with-dashes 12345',
    );
  });
});
