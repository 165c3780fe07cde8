import { Menu, nativeImage, type NativeImage, type Rectangle, Tray } from 'electron';

import { drawMark, ICON_POINTS } from '../tray/gauge-raster.ts';
import { type MenuAction, trayMenu } from '../tray/menu-model.ts';
import { encodePng } from '../tray/png.ts';

/** Fixed, so that macOS keeps the icon's place and the person's choice to show it. Never change it. */
const TRAY_ID = '6f0a3c52-9d1b-4e77-8a54-2f6c1d9b7e30';

export interface TrayHost {
  dispose(): void;
}

/**
 * The icon in the menu bar. No context menu is set on it: with one, a left click would open the menu as well.
 *
 * @param options.onClick gets the icon's bounds as the click reports them, which are right on every display
 */
export function createTrayHost(options: {
  readonly onClick: (bounds: Rectangle) => void;
  readonly onAction: (action: MenuAction) => void;
}): TrayHost {
  const tray = new Tray(markImage(), TRAY_ID);
  const popUp = (): void => tray.popUpContextMenu(buildMenu(options.onAction));
  tray.setToolTip('Switchyard');
  // Otherwise the second of two quick clicks is a double click and not a click.
  tray.setIgnoreDoubleClickEvents(true);
  tray.on('click', (event, bounds) => {
    if (event.ctrlKey === true) popUp();
    else options.onClick(bounds);
  });
  tray.on('right-click', popUp);
  return { dispose: () => tray.destroy() };
}

function buildMenu(onAction: (action: MenuAction) => void): Menu {
  return Menu.buildFromTemplate(
    trayMenu().map((item) =>
      'separator' in item
        ? { type: 'separator' as const }
        : { label: item.label, click: () => onAction(item.action) },
    ),
  );
}

function markImage(): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2] as const) {
    image.addRepresentation({
      scaleFactor,
      width: ICON_POINTS * scaleFactor,
      height: ICON_POINTS * scaleFactor,
      buffer: encodePng(drawMark(scaleFactor)),
    });
  }
  // Not inferred from a buffer. A template follows the menu bar's colour.
  image.setTemplateImage(true);
  return image;
}
