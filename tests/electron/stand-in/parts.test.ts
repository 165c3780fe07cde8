import { describe, expect, it } from 'vitest';

import { toApp, toPage } from './origin.ts';
import { strict, strictClass } from './strict.ts';
import { matchesPattern } from './url-pattern.ts';

describe('the stand-in for Electron', () => {
  it.each([
    [
      'app://switchyard/index.html?view=popover',
      'https://switchyard.app.invalid/index.html?view=popover',
    ],
    ['app://switchyard/', 'https://switchyard.app.invalid/'],
    ['app://elsewhere/a#b', 'https://elsewhere.app.invalid/a#b'],
    ['https://example.com/', 'https://example.com/'],
  ])('gives %s to Chromium as %s, and takes it back', (app, page) => {
    expect(toPage(app)).toBe(app === 'https://example.com/' ? app : page);
    expect(toApp(page)).toBe(app);
  });

  it('takes what is merely similar for what it is', () => {
    for (const address of [
      'https://switchyard.app.invalid.example.com/',
      'https://switchyard.app.invalid:8443/',
      'http://switchyard.app.invalid/',
      'https://app.invalid/',
    ]) {
      expect(toApp(address)).toBe(address);
    }
  });

  it.each([
    ['https://*/*', 'https://example.com/a?b', true],
    ['https://*/*', 'http://example.com/', false],
    ['http://*/*', 'http://127.0.0.1:9/x', true],
    ['wss://*/*', 'wss://example.com/', true],
    ['file:///*', 'file:///etc/passwd', true],
    ['file:///*', 'app://switchyard/etc/passwd', false],
    ['https://*/*', 'app://switchyard/index.html', false],
    ['https://a.example/b*', 'https://a.example/bc', true],
    ['https://a.example/b*', 'https://axexample/bc', false],
    ['nonsense', 'https://example.com/', false],
  ])('covers by %s %s: %s', (pattern, url, expected) => {
    expect(matchesPattern(pattern, url)).toBe(expected);
  });

  it('throws for what it does not have, on a part, on a class and on what the class makes', () => {
    const part: { known: number; other?: number } = strict('part', { known: 1 });
    expect(part.known).toBe(1);
    expect(() => part.other).toThrow('“part.other” is not part of the stand-in for Electron.');
    class Made {
      static count = 2;
      #kept = 3;
      kept = (): number => this.#kept;
    }
    const Strict = strictClass('Made', Made);
    const made = new Strict();
    expect([Strict.count, made.kept(), made instanceof Made]).toEqual([2, 3, true]);
    expect(() => Reflect.get(made, 'missing')).toThrow('“Made.missing” is not part');
    expect(() => Reflect.get(Strict, 'missing')).toThrow('“Made.missing” is not part');
  });
});
