import { type Rectangle, screen } from 'electron';

import { placePopover } from '../windows/popover-position.ts';
import { POPOVER_SIZE } from '../windows/window-options.ts';

/** Where the popover goes now, on the display of the icon that was clicked, else on the one with the pointer. */
export function popoverPlace(icon: Rectangle | null): Rectangle {
  const near = icon === null ? screen.getCursorScreenPoint() : { x: icon.x, y: icon.y };
  const { bounds, workArea } = screen.getDisplayNearestPoint(near);
  return placePopover({ icon, workArea, display: bounds, size: POPOVER_SIZE });
}
