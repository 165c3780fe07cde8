import { EventEmitter } from 'node:events';

/** Records what shell code asks of Electron. Only what is used has a body. */
export function createFakeElectron() {
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    (...given: unknown[]): void => {
      calls.push([name, ...given]);
    };

  class FakeTray extends EventEmitter {
    constructor(image: unknown, id: string) {
      super();
      calls.push(['tray', image, id]);
      trays.push(this);
    }
    setToolTip = record('setToolTip');
    setImage = record('setImage');
    setTitle = record('setTitle');
    setIgnoreDoubleClickEvents = record('setIgnoreDoubleClickEvents');
    popUpContextMenu = record('popUpContextMenu');
    destroy = record('destroyTray');
  }
  const trays: FakeTray[] = [];

  class FakeNotification extends EventEmitter {
    static isSupported = (): boolean => true;
    readonly settings: unknown;
    constructor(settings: unknown) {
      super();
      this.settings = settings;
      notifications.push(this);
    }
    show = record('showNotification');
    close = record('closeNotification');
  }
  const notifications: FakeNotification[] = [];

  return {
    calls,
    trays,
    notifications,
    module: {
      app: new EventEmitter(),
      protocol: { registerSchemesAsPrivileged: record('registerSchemes') },
      Menu: { buildFromTemplate: (template: unknown) => template },
      nativeImage: {
        createEmpty: () => ({
          addRepresentation: record('addRepresentation'),
          setTemplateImage: record('setTemplateImage'),
        }),
      },
      Tray: FakeTray,
      Notification: FakeNotification,
      net: { isOnline: () => true },
      powerMonitor: Object.assign(new EventEmitter(), {
        isOnBatteryPower: () => false,
        getCurrentThermalState: () => 'unknown',
      }),
    },
  };
}
