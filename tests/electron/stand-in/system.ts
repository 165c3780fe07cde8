import { EventEmitter } from 'node:events';

import type * as Electron from 'electron';
import type {
  Display,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
  Rectangle,
  TitleOptions,
} from 'electron';

import type { Like } from './like.ts';
import { strict, strictClass } from './strict.ts';

type Module = typeof Electron;

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

  class StandInImage implements Like<
    Electron.NativeImage,
    'addRepresentation' | 'setTemplateImage'
  > {
    readonly parts: Electron.AddRepresentationOptions[] = [];
    template = false;
    addRepresentation = (part: Electron.AddRepresentationOptions): void =>
      void this.parts.push(part);
    setTemplateImage = (option: boolean): void => void (this.template = option);
  }

  class StandInTray
    extends EventEmitter
    implements
      Like<
        Electron.Tray,
        | 'setImage'
        | 'setTitle'
        | 'setToolTip'
        | 'setIgnoreDoubleClickEvents'
        | 'getBounds'
        | 'popUpContextMenu'
        | 'destroy'
      >
  {
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
    setImage = (image: StandInImage | string): void => {
      if (typeof image === 'string') throw new Error('The stand-in has no images from files.');
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

  class StandInNotification
    extends EventEmitter
    implements Like<Electron.Notification, 'show' | 'close'>
  {
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
      Tray: strictClass('Tray', StandInTray),
      Notification: strictClass('Notification', StandInNotification),
      Menu: strict('Menu', {
        buildFromTemplate: (template) => template,
        setApplicationMenu: (menu: readonly MenuItemConstructorOptions[] | null): void =>
          void (deeds.appMenu = menu),
      } satisfies Like<Module['Menu'], 'buildFromTemplate' | 'setApplicationMenu'>),
      nativeImage: strict('nativeImage', {
        createEmpty: () => strict('NativeImage', new StandInImage()),
      } satisfies Like<Module['nativeImage'], 'createEmpty'>),
      globalShortcut: strict('globalShortcut', {
        register: (keys, press): boolean => {
          if (deeds.keys.has(keys)) return false;
          deeds.keys.set(keys, press);
          return true;
        },
        unregister: (keys) => void deeds.keys.delete(keys),
      } satisfies Like<Module['globalShortcut'], 'register' | 'unregister'>),
      shell: strict('shell', {
        openExternal: (url) => Promise.resolve(void deeds.opened.push(url)),
      } satisfies Like<Module['shell'], 'openExternal'>),
      clipboard: strict('clipboard', {
        writeText: (text) => Promise.resolve(void deeds.copied.push(text)),
      } satisfies Like<Module['clipboard'], 'writeText'>),
      dialog: strict('dialog', {
        showErrorBox: (title) => void deeds.dialogs.push({ kind: 'error', message: title }),
        showMessageBox: ({ message }) => {
          deeds.dialogs.push({ kind: 'message', message });
          return Promise.resolve({ response: 1, checkboxChecked: false });
        },
        showSaveDialog: () => {
          deeds.dialogs.push({ kind: 'save', message: '' });
          return Promise.resolve({ canceled: true, filePath: '' });
        },
      } satisfies Like<Module['dialog'], 'showErrorBox' | 'showMessageBox' | 'showSaveDialog'>),
      net: strict('net', { isOnline: () => true } satisfies Like<Module['net'], 'isOnline'>),
      powerMonitor: strict(
        'powerMonitor',
        Object.assign(new EventEmitter(), {
          isOnBatteryPower: () => false,
          getCurrentThermalState: () => 'nominal',
        } satisfies Like<Module['powerMonitor'], 'isOnBatteryPower' | 'getCurrentThermalState'>),
      ),
      screen: strict(
        'screen',
        Object.assign(new EventEmitter(), {
          getCursorScreenPoint: () => ({ x: 700, y: 400 }),
          getDisplayNearestPoint: () => DISPLAY,
          getAllDisplays: () => [DISPLAY],
        } satisfies Like<
          Module['screen'],
          'getCursorScreenPoint' | 'getDisplayNearestPoint' | 'getAllDisplays'
        >),
      ),
    },
  };
}
