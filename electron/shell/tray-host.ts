import {
  Menu,
  type MenuItemConstructorOptions,
  nativeImage,
  type NativeImage,
  type Rectangle,
  Tray,
} from 'electron';

import { createGaugeIcons } from '../tray/gauge-icons.ts';
import { gaugeKey, type TrayGauge } from '../tray/gauge-model.ts';
import type { MenuCommand, MenuItem } from '../tray/menu-model.ts';

/** Fixed, so that macOS keeps the icon's place and the person's choice to show it. Never change it. */
const TRAY_ID = '6f0a3c52-9d1b-4e77-8a54-2f6c1d9b7e30';

export interface TrayHost {
  /** Draws the gauge; what is drawn already is not drawn again. */
  show(gauge: TrayGauge): void;
  /** Where macOS says that the icon is. It parks one that it does not draw outside of every display. */
  bounds(): Rectangle;
  dispose(): void;
}

/**
 * The icon in the menu bar. No context menu is set on it: with one, a left click would open the menu as well.
 *
 * @param options.first shown until there is something to show
 * @param options.onClick gets the icon's bounds as the click reports them, which are right on every display
 * @param options.onHover the pointer came onto the icon, so a click may follow
 * @param options.menu is asked each time the menu opens
 */
export function createTrayHost(options: {
  readonly first: TrayGauge;
  readonly onClick: (bounds: Rectangle) => void;
  readonly onHover: () => void;
  readonly menu: () => readonly MenuItem[];
  readonly onCommand: (command: MenuCommand) => void;
}): TrayHost {
  const icons = createGaugeIcons({ make: templateImage });
  let shown = options.first;
  const tray = new Tray(icons.get(shown), TRAY_ID);
  const popUp = (): void => {
    tray.popUpContextMenu(
      Menu.buildFromTemplate(options.menu().map((item) => build(item, options.onCommand))),
    );
  };
  tray.setToolTip(shown.toolTip);
  // Otherwise the second of two quick clicks is a double click and not a click.
  tray.setIgnoreDoubleClickEvents(true);
  tray.on('click', (event, bounds) => {
    if (event.ctrlKey === true) popUp();
    else options.onClick(bounds);
  });
  tray.on('right-click', popUp);
  tray.on('mouse-enter', options.onHover);
  return {
    show: (gauge) => {
      if (gaugeKey(gauge) !== gaugeKey(shown)) tray.setImage(icons.get(gauge));
      // Every call has macOS measure the item anew.
      if (gauge.title !== shown.title) tray.setTitle(gauge.title, { fontType: 'monospacedDigit' });
      if (gauge.toolTip !== shown.toolTip) tray.setToolTip(gauge.toolTip);
      shown = gauge;
    },
    bounds: () => tray.getBounds(),
    dispose: () => tray.destroy(),
  };
}

function build(
  item: MenuItem,
  onCommand: (command: MenuCommand) => void,
): MenuItemConstructorOptions {
  if ('separator' in item) return { type: 'separator' };
  if ('items' in item) {
    return { label: item.label, submenu: item.items.map((one) => build(one, onCommand)) };
  }
  if ('note' in item) return { label: item.label, enabled: false };
  const { label, command, checked, accelerator } = item;
  return {
    label,
    click: () => onCommand(command),
    ...(checked === undefined ? {} : { type: 'radio' as const, checked }),
    // Shown only: the menu is not the application's, so its keys would do nothing by themselves.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  };
}

function templateImage(
  pngs: readonly { readonly scale: 1 | 2; readonly png: Buffer; readonly pixels: number }[],
): NativeImage {
  const image = nativeImage.createEmpty();
  for (const { scale, png, pixels } of pngs) {
    image.addRepresentation({ scaleFactor: scale, width: pixels, height: pixels, buffer: png });
  }
  // Not inferred from a buffer. A template follows the menu bar's colour.
  image.setTemplateImage(true);
  return image;
}
