import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRedactor } from '../../../electron/services/secrets/redact.ts';

describe('the redactor', () => {
  it('masks a secret wherever and however often it stands', () => {
    const redactor = createRedactor();
    redactor.register('pk-live-abcdefgh1234');
    expect(redactor.redact('a pk-live-abcdefgh1234, xpk-live-abcdefgh1234x')).toBe(
      'a ••••1234, x••••1234x',
    );
  });

  it('masks the longer of two secrets of which one begins the other', () => {
    const redactor = createRedactor();
    redactor.register('pk-live-abcdefgh');
    redactor.register('pk-live-abcdefgh-and-the-rest-9999');
    expect(redactor.redact('pk-live-abcdefgh-and-the-rest-9999 pk-live-abcdefgh')).toBe(
      '••••9999 ••••efgh',
    );
  });

  it('shows nothing of a short secret and leaves words alone', () => {
    const redactor = createRedactor();
    redactor.register('12345678');
    redactor.register('the');
    redactor.register('');
    expect(redactor.redact('the key is 12345678')).toBe('the key is ••••');
  });

  it('masks any printable secret in plain text, JSON, nested JSON, a URL and a form', () => {
    const printable = fc
      .array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 12, maxLength: 60 })
      .map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(printable, (secret) => {
        const redactor = createRedactor();
        redactor.register(secret);
        const written = [
          secret,
          JSON.stringify({ secret }),
          JSON.stringify(JSON.stringify({ secret })),
          `https://x.test/?k=${encodeURIComponent(secret)}`,
          `https://x.test/?k=${encodeURIComponent(secret).replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())}`,
          new URLSearchParams({ k: secret }).toString(),
        ];
        for (const text of written) expect(redactor.redact(text)).toContain('••••');
      }),
    );
  });
});
