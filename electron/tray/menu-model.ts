/** What a menu item asks for. */
export type MenuAction = 'open' | 'window' | 'rescan' | 'quit';

export type MenuItem =
  { readonly action: MenuAction; readonly label: string } | { readonly separator: true };

/** The menu behind a right click. Quit stands here because an app without a Dock icon has no other menu to quit from. */
export function trayMenu(): readonly MenuItem[] {
  return [
    { action: 'open', label: 'Open Switchyard' },
    { action: 'window', label: 'Open in a Window' },
    { separator: true },
    { action: 'rescan', label: 'Rescan Workspaces' },
    { separator: true },
    { action: 'quit', label: 'Quit Switchyard' },
  ];
}
