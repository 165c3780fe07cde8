/** Which of the two views of the renderer. */
export type View = 'popover' | 'window';

/** Nothing is kept on disk between runs: no cookies, no cache, no storage. Without `persist:` the partition is in memory. */
export const PARTITION = 'switchyard';

export const POPOVER_SIZE = { width: 400, height: 600 } as const;
/** First size of the window, and the smallest that it can be made. Points. */
export const WINDOW_LIMITS = { width: 1040, height: 700, minWidth: 720, minHeight: 480 } as const;

/** The page of a view, below the renderer's origin. */
export function pageOf(view: View): string {
  return view === 'popover' ? '/index.html?view=popover' : '/index.html';
}

/** Most of these are Electron's defaults; they are written out so that a test holds them. */
function webPreferences(options: { readonly preload: string; readonly packaged: boolean }) {
  return {
    preload: options.preload,
    partition: PARTITION,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !options.packaged,
  } as const;
}

/**
 * Options of the popover: a panel, which on macOS becomes key without activating the app and floats over full-screen apps.
 */
export function popoverOptions(options: { readonly preload: string; readonly packaged: boolean }) {
  return {
    ...POPOVER_SIZE,
    show: false,
    type: 'panel',
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    hiddenInMissionControl: true,
    acceptFirstMouse: true,
    roundedCorners: true,
    vibrancy: 'popover',
    visualEffectState: 'active',
    webPreferences: webPreferences(options),
  } as const;
}

/** Options of the window. */
export function windowOptions(options: { readonly preload: string; readonly packaged: boolean }) {
  return {
    ...WINDOW_LIMITS,
    show: false,
    title: 'Switchyard',
    webPreferences: webPreferences(options),
  } as const;
}
