import { Menu } from 'electron';

/**
 * The application menu. An accessory app shows it only while one of its windows is active, but ⌘X, ⌘C, ⌘V, ⌘W and ⌘Q work
 * through it alone.
 */
export function setAppMenu(): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu' },
      { role: 'fileMenu' },
      { role: 'editMenu' },
      { role: 'windowMenu' },
    ]),
  );
}
