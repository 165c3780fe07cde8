import { useApp, useMirror, useUi } from '../store/app.tsx';
import { PAGES, type Page } from '../store/ui.ts';
import { DemoTag } from './DemoTag.tsx';
import { Icon, type IconName } from './Icon.tsx';

export const PAGE_NAMES: Readonly<Record<Page, readonly [name: string, icon: IconName]>> = {
  workspaces: ['Workspaces', 'branch'],
  spend: ['Spend', 'chart'],
  presets: ['Presets', 'layers'],
  accounts: ['Accounts', 'key'],
  doctor: ['Doctor', 'pulse'],
  history: ['History', 'clock'],
  settings: ['Settings', 'gear'],
};

export function Sidebar() {
  const { moves } = useApp();
  const current = useUi((state) => state.page);
  const demo = useMirror((state) => state.snapshot?.mode === 'demo');
  return (
    <nav className="sidebar" aria-label="Pages">
      <p className="brand">
        <Icon name="switch" /> Switchyard {demo && <DemoTag />}
      </p>
      {PAGES.map((page) => {
        const [name, icon] = PAGE_NAMES[page];
        return (
          <button
            key={page}
            type="button"
            className="nav"
            aria-current={page === current ? 'page' : undefined}
            onClick={() => moves.go(page)}
          >
            <Icon name={icon} /> {name}
          </button>
        );
      })}
    </nav>
  );
}
