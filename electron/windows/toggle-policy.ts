/**
 * A click on the icon takes the focus from an open popover first, so it arrives as blur, hide, click. A click this soon
 * after such a hide, in milliseconds, was meant to close it.
 */
const SAME_CLICK_MS = 250;

/**
 * What a click on the icon does.
 *
 * @param input.visible whether the popover is shown now
 * @param input.hiddenByBlurAt when losing the focus hid it last, milliseconds on the clock of `now`; null: never
 */
export function decideToggle(input: {
  readonly visible: boolean;
  readonly hiddenByBlurAt: number | null;
  readonly now: number;
}): 'show' | 'hide' | 'stay-hidden' {
  if (input.visible) return 'hide';
  if (input.hiddenByBlurAt === null) return 'show';
  const since = input.now - input.hiddenByBlurAt;
  return since >= 0 && since < SAME_CLICK_MS ? 'stay-hidden' : 'show';
}
