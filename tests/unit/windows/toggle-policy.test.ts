import { describe, expect, it } from 'vitest';

import { decideToggle } from '../../../electron/windows/toggle-policy.ts';

describe('a click on the icon', () => {
  it.each([
    ['opens a popover that was never open', false, null, 1000, 'show'],
    ['closes an open one', true, null, 1000, 'hide'],
    ['closes an open one however lately it was hidden', true, 999, 1000, 'hide'],
    ['leaves it closed when the same click’s blur closed it', false, 990, 1000, 'stay-hidden'],
    ['leaves it closed in the same millisecond', false, 1000, 1000, 'stay-hidden'],
    ['leaves it closed just inside the limit', false, 751, 1000, 'stay-hidden'],
    ['opens it at the limit', false, 750, 1000, 'show'],
    ['opens it long after', false, 10, 100_000, 'show'],
    ['opens it when the clock went back', false, 2000, 1000, 'show'],
  ] as const)('%s', (_what, visible, hiddenByBlurAt, now, expected) => {
    expect(decideToggle({ visible, hiddenByBlurAt, now })).toBe(expected);
  });
});
