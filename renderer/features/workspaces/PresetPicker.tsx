import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { useApp, useNotices, useSnapshot, useUi } from '../../store/app.tsx';
import { keyName } from '../../store/keys.ts';
import { routeName, routeOf } from '../../store/words.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';

/** The preset that a workspace is on, as a pop-up button. Choosing one applies it at once. */
export function PresetPicker({ tree, tabIndex }: { tree: WorktreeView; tabIndex: number }) {
  const { ui, moves, acts } = useApp();
  const { presets } = useSnapshot();
  const open = useUi((state) => state.picker === tree.path);
  const busy = useNotices((state) => state.notices[tree.path]?.kind === 'busy');
  if (tree.bare || tree.missing) return null;

  const items: MenuItem[] = [
    ...presets.map((preset, index): MenuItem => ({
      key: preset.id,
      label: preset.name,
      detail: routeOf(preset),
      shortcut: index < 9 ? keyName(String(index + 1)) : undefined,
      checked: tree.assignment?.presetId === preset.id,
      run: () => void acts.switchTo(tree.path, preset.id),
    })),
    {
      key: 'none',
      label: 'Not routed',
      detail: 'Claude Code’s own login',
      checked: tree.assignment === null,
      separated: presets.length > 0,
      run: () => {
        if (tree.assignment !== null) void acts.clear(tree.path);
      },
    },
    ...(presets.length === 0
      ? [
          {
            key: 'new',
            label: 'Make a preset …',
            separated: true,
            run: () => moves.go('presets'),
          },
        ]
      : []),
  ];
  const name = routeName(tree, presets);
  return (
    <Menu
      label={`Preset of ${tree.name}: ${name}`}
      className={tree.assignment === null ? 'pop-up faint' : 'pop-up'}
      tabIndex={tabIndex}
      disabled={busy}
      open={open}
      onOpenChange={(next) => ui.setState({ picker: next ? tree.path : null })}
      items={items}
      face={
        <>
          <span className="clip">{name}</span>
          <Icon name="chevron" />
        </>
      }
    />
  );
}
