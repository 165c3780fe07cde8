import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { ariaKey, keyName } from '../../store/keys.ts';
import { useCompact, useNow } from '../../store/layout.ts';
import { stateOf } from '../../store/rows.ts';
import { SEARCH_ID } from '../../store/shortcuts.ts';
import { age, count, summarise } from '../../store/words.ts';
import { DemoTag } from '../../ui/DemoTag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Gauge } from '../gauge/Gauge.tsx';
import { GRID_ID } from './WorkspaceList.tsx';

/** What is spent and what is on Portkey at a glance, and the search. */
export function ListHeader() {
  const snapshot = useSnapshot();
  const compact = useCompact();
  const now = useNow();
  const troubled = snapshot.worktrees.filter((tree) => stateOf(tree) === 'attention').length;
  const scanned = snapshot.scan.running
    ? 'Scanning …'
    : snapshot.scan.at === null
      ? 'Not scanned yet'
      : `Scanned ${age(snapshot.scan.at, now)}`;
  return (
    <header className="list-header">
      <Gauge />
      <div className="summary">
        {compact && <Icon name="switch" className="logo" />}
        <h1 className="clip">{summarise(snapshot)}</h1>
        <p className="clip">
          {troubled > 0 && (
            <span className="troubled">
              {count(troubled, 'needs attention', 'need attention')}
              {' · '}
            </span>
          )}
          {scanned}
        </p>
        {compact && snapshot.mode === 'demo' && <DemoTag />}
      </div>
      <Search />
    </header>
  );
}

function Search() {
  const { ui } = useApp();
  const search = useUi((state) => state.search);
  return (
    <div className="search">
      <Icon name="search" />
      <input
        id={SEARCH_ID}
        type="search"
        aria-label="Search workspaces, branches and presets"
        aria-keyshortcuts={ariaKey('K')}
        aria-controls={GRID_ID}
        placeholder="Search workspaces, presets …"
        autoComplete="off"
        spellCheck={false}
        value={search}
        onChange={(event) => ui.setState({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          document.querySelector<HTMLElement>(`#${GRID_ID} [data-stop][tabindex="0"]`)?.focus();
        }}
      />
      {search === '' && (
        <kbd aria-hidden="true" className="search-key">
          {keyName('K')}
        </kbd>
      )}
    </div>
  );
}
