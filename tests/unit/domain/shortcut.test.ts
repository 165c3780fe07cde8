import { describe, expect, it } from 'vitest';

import { checkShortcut } from '../../../shared/domain/shortcut.ts';

describe('a global shortcut', () => {
  it.each([
    ['', null],
    ['  ', null],
    [null, null],
    ['⌥⌘S', 'Alt+Command+S'],
    ['cmd+option+s', 'Alt+Command+S'],
    ['Shift+Control+F12', 'Control+Shift+F12'],
    ['ctrl + alt + space', 'Control+Alt+Space'],
    ['Alt+Command+S', 'Alt+Command+S'],
  ])('reads %j as %j', (typed, accelerator) => {
    expect(checkShortcut(typed)).toEqual({ ok: true, value: accelerator });
  });

  it.each([
    ['S', 'would be taken away from every other app'],
    ['Shift+S', 'would be taken away from every other app'],
    ['Command', 'names no key'],
    ['Command+S+T', 'more than one key'],
    ['Command+Banana', 'is no key that a shortcut can use'],
    ['Command+é', 'is no key that a shortcut can use'],
  ])('refuses %j and says why', (typed, words) => {
    const checked = checkShortcut(typed);
    expect(checked).toMatchObject({
      ok: false,
      failure: { code: 'request.invalid', field: 'menuBar.shortcut' },
    });
    expect(checked.ok ? '' : checked.failure.message).toContain(words);
  });
});
