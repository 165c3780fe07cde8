import { app } from 'electron';

import { type LoginItemStatus, loginItemStatusSchema } from '../../shared/domain/menu-bar.ts';

/** The app itself, as System Settings lists it. */
const TYPE = 'mainAppService';

/** What the system says now: the person may change it in System Settings at any time. Null where there is no such item. */
export function readLoginItem(): LoginItemStatus | null {
  if (process.platform !== 'darwin') return null;
  const status = loginItemStatusSchema.safeParse(app.getLoginItemSettings({ type: TYPE }).status);
  return status.success ? status.data : 'not-found';
}

/** Asks for the app to be opened at login, or not any more. The answer is what {@link readLoginItem} says then. */
export function writeLoginItem(open: boolean): void {
  app.setLoginItemSettings({ openAtLogin: open, type: TYPE });
}
