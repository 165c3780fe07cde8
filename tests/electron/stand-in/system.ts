import { EventEmitter } from 'node:events';

import type {
  Dialog,
  Display,
  GlobalShortcut,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
  Rectangle,
  Shell,
  TitleOptions,
} from 'electron';

import { strict } from './strict.ts';

/** What the app did to the system around it, in order: what there is to look at instead of a Mac. */
export interface Deeds {
  readonly opened: string[];
  readonly copied: string[];
  readonly dialogs: { readonly kind: string; readonly message: string }[];
  readonly notifications: (NotificationConstructorOptions & { click(): void })[];
  readonly keys: Map<string, () => void>;
  appMenu: readonly MenuItemConstructorOptions[] | null;
  menu: readonly MenuItemConstructorOptions[] | null;
}

const ICON: Rectangle = { x: 1200, y: 0, width: 30, height: 24 };
const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1512, height: 982 },
  workArea: { x: 0, y: 24, width: 1512, height: 900 },
} as Display;

/** Everything around windows: icon, menus, notifications, keys, power, dialogs. */
export function createSystem() {
  const deeds: Deeds = {
    opened: [],
    copied: [],
    dialogs: [],
    notifications: [],
    keys: new Map(),
    appMenu: null,
    menu: null,
  };
  const trays: StandInTray[] = [];

  class StandInImage {
    readonly parts: {
      readonly scaleFactor?: number;
      readonly width?: number;
      readonly buffer?: Buffer;
    }[] = [];
    template = false;
    addRepresentation = (part: StandInImage['parts'][number]): void => void this.parts.push(part);
    setTemplateImage = (option: boolean): void => void (this.template = option);
  }

  class StandInTray extends EventEmitter {
    readonly guid: string;
    image: StandInImage;
    /** Every image that was shown, as the PNG of its larger part. */
    readonly shown: string[] = [];
    title = '';
    titleFont = '';
    toolTip = '';
    destroyed = false;
    bounds = ICON;
    constructor(image: StandInImage, guid: string) {
      super();
      this.image = image;
      this.guid = guid;
      trays.push(this);
    }
    setImage = (image: StandInImage): void => {
      this.image = image;
      this.shown.push(image.parts[1]?.buffer?.toString('base64') ?? '');
    };
    setTitle = (title: string, options?: TitleOptions): void => {
      this.title = title;
      this.titleFont = options?.fontType ?? '';
    };
    setToolTip = (text: string): void => void (this.toolTip = text);
    setIgnoreDoubleClickEvents = (): void => undefined;
    getBounds = (): Rectangle => this.bounds;
    popUpContextMenu = (menu?: readonly MenuItemConstructorOptions[]): void =>
      void (deeds.menu = menu ?? null);
    destroy = (): void => {
      if (this.destroyed) throw new Error('Tray is destroyed');
      this.destroyed = true;
    };
  }

  class StandInNotification extends EventEmitter {
    static isSupported = (): boolean => true;
    readonly settings: NotificationConstructorOptions;
    constructor(settings: NotificationConstructorOptions) {
      super();
      this.settings = settings;
    }
    show = (): void =>
      void deeds.notifications.push({ ...this.settings, click: () => void this.emit('click', {}) });
    close = (): void => void this.emit('close', {});
  }

  return {
    deeds,
    trays,
    parts: {
      Tray: StandInTray,
      Notification: StandInNotification,
      Menu: strict('Menu', {
        buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => template,
        setApplicationMenu: (menu: readonly MenuItemConstructorOptions[] | null): void =>
          void (deeds.appMenu = menu),
      }),
      nativeImage: strict('nativeImage', { createEmpty: () => new StandInImage() }),
      globalShortcut: strict('globalShortcut', {
        register: (keys: string, press: () => void): boolean => {
          if (deeds.keys.has(keys)) return false;
          deeds.keys.set(keys, press);
          return true;
        },
        unregister: (keys: string): void => void deeds.keys.delete(keys),
      } satisfies Partial<GlobalShortcut>),
      shell: strict('shell', {
        openExternal: (url: string): Promise<void> => Promise.resolve(void deeds.opened.push(url)),
      } satisfies Partial<Shell>),
      clipboard: strict('clipboard', {
        writeText: (text: string): Promise<void> => Promise.resolve(void deeds.copied.push(text)),
      }),
      dialog: strict('dialog', {
        showErrorBox: (title: string): void =>
          void deeds.dialogs.push({ kind: 'error', message: title }),
        showMessageBox: (({ message }: { message: string }) => {
          deeds.dialogs.push({ kind: 'message', message });
          return Promise.resolve({ response: 1, checkboxChecked: false });
        }) as Dialog['showMessageBox'],
        showSaveDialog: () => {
          deeds.dialogs.push({ kind: 'save', message: '' });
          return Promise.resolve({ canceled: true, filePath: '' });
        },
      }),
      net: strict('net', { isOnline: (): boolean => true }),
      powerMonitor: strict(
        'powerMonitor',
        Object.assign(new EventEmitter(), {
          isOnBatteryPower: (): boolean => false,
          getCurrentThermalState: (): string => 'nominal',
        }),
      ),
      screen: strict(
        'screen',
        Object.assign(new EventEmitter(), {
          getCursorScreenPoint: () => ({ x: 700, y: 400 }),
          getDisplayNearestPoint: (): Display => DISPLAY,
          getAllDisplays: (): Display[] => [DISPLAY],
        }),
      ),
    },
  };
}
