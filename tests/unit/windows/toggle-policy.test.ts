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

/** Plays clicks on the icon and losses of focus against the policy, as the popover's host does. */
function play(events: readonly (readonly [at: number, what: 'click' | 'blur'])[]): string[] {
  let visible = false;
  let hiddenByBlurAt: number | null = null;
  return events.map(([now, what]) => {
    if (what === 'blur') {
      if (visible) hiddenByBlurAt = now;
      visible = false;
      return 'hidden';
    }
    const decision = decideToggle({ visible, hiddenByBlurAt, now });
    if (decision !== 'stay-hidden') visible = decision === 'show';
    return visible ? 'shown' : 'hidden';
  });
}

describe('clicks and losses of focus in a row', () => {
  it.each([
    [
      'open, close by the icon, open again',
      [
        [0, 'click'],
        [1000, 'blur'],
        [1030, 'click'],
        [2000, 'click'],
      ],
      ['shown', 'hidden', 'hidden', 'shown'],
    ],
    [
      'the click arrives before the blur',
      [
        [0, 'click'],
        [1000, 'click'],
        [1010, 'blur'],
        [1500, 'click'],
      ],
      ['shown', 'hidden', 'hidden', 'shown'],
    ],
    [
      'two quick clicks',
      [
        [0, 'click'],
        [120, 'click'],
        [240, 'click'],
      ],
      ['shown', 'hidden', 'shown'],
    ],
    [
      'another app takes the focus, much later a click',
      [
        [0, 'click'],
        [5000, 'blur'],
        [9000, 'click'],
      ],
      ['shown', 'hidden', 'shown'],
    ],
    [
      'the menu of another icon takes no focus, so only a click closes it',
      [
        [0, 'click'],
        [4000, 'click'],
      ],
      ['shown', 'hidden'],
    ],
    [
      'blurs without a popover change nothing',
      [
        [0, 'blur'],
        [10, 'click'],
        [20, 'blur'],
        [400, 'click'],
      ],
      ['hidden', 'shown', 'hidden', 'shown'],
    ],
  ] as const)('%s', (_what, events, expected) => {
    expect(play(events)).toEqual(expected);
  });
});
