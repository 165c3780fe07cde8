import { beforeEach, describe, expect, it, vi } from 'vitest';

import { createTrayHost } from '../../../electron/shell/tray-host.ts';
import type { MenuCommand, MenuItem } from '../../../electron/tray/menu-model.ts';

// Electron's module starts a download when it is imported in plain Node, so the shell meets a stand-in here.
const fake = await vi.hoisted(async () =>
  (await import('./fake-electron.ts')).createFakeElectron(),
);
vi.mock('electron', () => fake.module);

beforeEach(() => {
  fake.calls.length = 0;
});

describe('the icon', () => {
  const first = { state: 'fresh', step: null, title: '', toolTip: 'Switchyard' } as const;
  const menu: readonly MenuItem[] = [
    { label: 'Open', command: { kind: 'open' } },
    { label: '$1.00 today', note: true },
    { separator: true },
    {
      label: 'web/lisbon',
      items: [
        {
          label: 'Bedrock',
          command: { kind: 'switch', worktree: '/w', preset: 'b' },
          checked: true,
        },
      ],
    },
    { label: 'Quit', command: { kind: 'quit' }, accelerator: 'Command+Q' },
  ];
  function make() {
    const clicked: unknown[] = [];
    const chosen: MenuCommand[] = [];
    let hovers = 0;
    const host = createTrayHost({
      first,
      onClick: (bounds) => clicked.push(bounds),
      onHover: () => (hovers += 1),
      menu: () => menu,
      onCommand: (command) => chosen.push(command),
    });
    return { host, clicked, chosen, hovers: () => hovers, tray: fake.trays.at(-1) };
  }
  const count = (name: string) => fake.calls.filter(([called]) => called === name).length;

  it('toggles on a click and opens the menu on a right or control click', () => {
    const { clicked, chosen, hovers, tray } = make();
    const bounds = { x: 1, y: 2, width: 3, height: 4 };
    tray?.emit('click', {}, bounds);
    expect(clicked).toEqual([bounds]);
    tray?.emit('click', { ctrlKey: true }, bounds);
    tray?.emit('right-click', {}, bounds);
    tray?.emit('mouse-enter');
    expect(hovers()).toBe(1);
    const menus = fake.calls.filter(([name]) => name === 'popUpContextMenu');
    expect(menus).toHaveLength(2);
    expect(menus[0]?.[1]).toMatchObject([
      { label: 'Open' },
      { label: '$1.00 today', enabled: false },
      { type: 'separator' },
      { label: 'web/lisbon', submenu: [{ label: 'Bedrock', type: 'radio', checked: true }] },
      { label: 'Quit', accelerator: 'Command+Q', registerAccelerator: false },
    ]);
    const items = menus[0]?.[1] as { click?: () => void; submenu?: { click?: () => void }[] }[];
    for (const item of items) item.click?.();
    items[3]?.submenu?.[0]?.click?.();
    expect(chosen.map(({ kind }) => kind)).toEqual(['open', 'quit', 'switch']);
    expect(clicked).toHaveLength(1);
  });

  it('is a template image with both scales, and drawn anew only when it looks different', () => {
    const { host } = make();
    const scales = fake.calls.filter(([name]) => name === 'addRepresentation');
    expect(scales.map(([, given]) => given)).toMatchObject([
      { scaleFactor: 1, width: 18, height: 18 },
      { scaleFactor: 2, width: 36, height: 36 },
    ]);
    expect(fake.calls).toContainEqual(['setTemplateImage', true]);
    host.show({ ...first, step: 3, title: '$1.20' });
    host.show({ ...first, step: 3, title: '$1.20' });
    host.show({ ...first, step: 3, title: '$1.21', toolTip: 'other' });
    expect([count('setImage'), count('setTitle'), count('setToolTip')]).toEqual([1, 2, 2]);
    expect(fake.calls).toContainEqual(['setTitle', '$1.21', { fontType: 'monospacedDigit' }]);
    host.show(first);
    host.show({ ...first, step: 3 });
    // Both looks were drawn before.
    expect(count('addRepresentation')).toBe(4);
  });

  it('never has a context menu of its own, which would open on a left click too', () => {
    expect(make().tray).not.toHaveProperty('setContextMenu');
  });
});
