import type {
  BrowserWindow,
  Dock,
  Menu,
  NativeImage,
  Notification,
  Session,
  Tray,
  WebContents,
  WebFrameMain,
} from 'electron';

/** What the stand-in makes itself, so that a part may give back its own instead of Electron’s. */
type Made = BrowserWindow | Dock | Menu | NativeImage | Notification | Session | Tray | WebContents;

/** A value as the stand-in may give it: its own things in the place of Electron’s, everything else to the letter. */
type Given<T> = T extends Made | WebFrameMain
  ? object
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : T extends void
      ? // A bare `void` would take a promise as well.
        void | undefined
      : T;

/** A value as the stand-in may take it: it gets its own things back. */
type Taken<Args extends readonly unknown[]> = {
  [At in keyof Args]: Exclude<Args[At], Made>;
};

/**
 * These members of a part of Electron as the stand-in has to have them: the same names, the same parameters, the same
 * results. Held against with `satisfies` or `implements`, so that a member that Electron renames or takes away, or whose
 * parameters or result change, breaks the type check of this project. Of an overloaded function the last form counts, which
 * is what TypeScript infers from.
 */
export type Like<Real, Names extends keyof Real> = {
  readonly [Name in Names]: Real[Name] extends (...args: infer Args) => infer Result
    ? (...args: Taken<Args>) => Given<Result>
    : Given<Real[Name]>;
};

/** What of a window the app uses. */
export type UsedOfWindow =
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'isVisible'
  | 'isDestroyed'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'getBounds'
  | 'getNormalBounds'
  | 'webContents';

/** What of its contents. */
export type UsedOfContents =
  | 'id'
  | 'setWindowOpenHandler'
  | 'setWebRTCIPHandlingPolicy'
  | 'isDestroyed'
  | 'isDevToolsFocused'
  | 'getURL'
  | 'send';
