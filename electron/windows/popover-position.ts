import type { Rectangle } from '../../shared/domain/rectangle.ts';

/** Distance to the screen's edges and to the menu bar, in points. */
const EDGE = 8;
const GAP = 4;
/** What is lower cannot be used; it then reaches over the edge of the work area. */
const LEAST_HEIGHT = 320;

/**
 * Where the popover goes: centred under the icon, pushed inside the display and no higher than it, in whole points (Electron
 * refuses fractions).
 *
 * @param input.icon bounds of the icon that was clicked, or null when nothing was clicked: then the top right corner. A hidden
 *   icon is parked outside the display by macOS 26 and counts as none
 * @param input.workArea the display's area without menu bar and Dock
 * @param input.display the whole display
 */
export function placePopover(input: {
  readonly icon: Rectangle | null;
  readonly workArea: Rectangle;
  readonly display: Rectangle;
  readonly size: { readonly width: number; readonly height: number };
}): Rectangle {
  const { workArea, display, size } = input;
  const icon = input.icon !== null && isOn(input.icon, display) ? input.icon : null;
  const left = workArea.x + EDGE;
  const right = workArea.x + workArea.width - size.width - EDGE;
  const wanted = icon === null ? right : icon.x + icon.width / 2 - size.width / 2;
  const below = icon === null ? workArea.y : Math.max(icon.y + icon.height, workArea.y);
  const y = Math.round(below + GAP);
  const room = Math.floor(workArea.y + workArea.height - y - EDGE);
  return {
    x: Math.round(Math.max(left, Math.min(wanted, right))),
    y,
    width: size.width,
    height: Math.max(LEAST_HEIGHT, Math.min(size.height, room)),
  };
}

function isOn(icon: Rectangle, display: Rectangle): boolean {
  const x = icon.x + icon.width / 2;
  const y = icon.y + icon.height / 2;
  return (
    icon.width > 0 &&
    x >= display.x &&
    x <= display.x + display.width &&
    y >= display.y &&
    y < display.y + display.height
  );
}
