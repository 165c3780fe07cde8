import '../../styles/detail.css';
import '../../styles/pages.css';

import { lazy, Suspense } from 'react';

import { useApp, useSnapshot } from '../../store/app.tsx';
import { keyName, shiftKeyName } from '../../store/keys.ts';
import { useCompact, useNow } from '../../store/layout.ts';
import { age, count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PauseButton } from '../../ui/PauseButton.tsx';
import { PAGE_NAMES } from '../../ui/Sidebar.tsx';
import { AlertForm } from './AlertForm.tsx';
import { Folders } from './Folders.tsx';
import { LinkForm } from './LinkForm.tsx';
import { MenuBarForm } from './MenuBarSettings.tsx';

const RulesSection = lazy(() =>
  import('../automation/RulesSection.tsx').then((m) => ({ default: m.RulesSection })),
);

export function SettingsPage() {
  const { acts } = useApp();
  const { desktop, paused, scan, secrets, version, worktrees } = useSnapshot();
  const compact = useCompact();
  const now = useNow();
  return (
    <main className="pane wide-pane">
      <PageHeader title="Settings" />
      <div className="scroller detail-body">
        {compact && <OtherPages />}
        <section className="settings-group" aria-labelledby="folders-title">
          <h2 id="folders-title">Folders that are searched</h2>
          <Folders />
          <div className="actions-bar">
            <Button icon="refresh" disabled={scan.running} onClick={() => void acts.rescan()}>
              {scan.running ? 'Scanning' : 'Rescan'}
            </Button>
            <p className="field-help">
              {count(worktrees.length, 'workspace')} found
              {scan.at !== null && `, scanned ${age(scan.at, now)}`}.
            </p>
          </div>
        </section>
        {scan.problems.length > 0 && (
          <section className="settings-group" aria-labelledby="problems-title">
            <h2 id="problems-title">What the scan could not read</h2>
            <ul className="plain-list problems">
              {scan.problems.map((problem) => (
                <li key={`${problem.path}${problem.message}`}>
                  <span className="mono">{problem.path}</span>
                  <span>{problem.message}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Suspense fallback={null}>
          <RulesSection />
        </Suspense>
        <section className="settings-group" aria-labelledby="spend-title">
          <h2 id="spend-title">Spend</h2>
          <div className="actions-bar">
            <PauseButton />
            <p className="field-help">
              {paused
                ? 'Reading by itself is paused until you resume it or quit.'
                : 'Spend is read by itself, more often while you look.'}
            </p>
          </div>
          <AlertForm />
          <LinkForm />
        </section>
        {desktop !== null && (
          <section className="settings-group" aria-labelledby="menu-bar-title">
            <h2 id="menu-bar-title">Menu bar</h2>
            <MenuBarForm desktop={desktop} />
          </section>
        )}
        <section className="settings-group" aria-labelledby="keys-title">
          <h2 id="keys-title">Keyboard</h2>
          <Keyboard />
        </section>
        <section className="settings-group" aria-labelledby="about-title">
          <h2 id="about-title">About</h2>
          <dl className="facts">
            <dt>Version</dt>
            <dd>{version}</dd>
            <dt>Keychain</dt>
            <dd>{secrets.available ? 'Within reach' : (secrets.reason ?? 'Out of reach')}</dd>
          </dl>
        </section>
      </div>
    </main>
  );
}

/** In the popover there is no sidebar, so the other pages are reached from here. */
function OtherPages() {
  const { moves } = useApp();
  return (
    <ul className="items links">
      {(['presets', 'accounts', 'history'] as const).map((page) => {
        const [name, icon] = PAGE_NAMES[page];
        return (
          <li key={page} className="item">
            <button type="button" className="item-main link-row" onClick={() => moves.go(page)}>
              <Icon name={icon} />
              <span className="name">{name}</span>
              <Icon name="right" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const KEYS: readonly (readonly [string, string])[] = [
  ['↑ ↓', 'Move through the workspaces'],
  ['→', 'Choose a preset'],
  ['Return', 'Show details'],
  [keyName('1 – 9'), 'Put the workspace on that preset'],
  [keyName('C'), 'Copy its trace ID'],
  [keyName('K'), 'Search'],
  [keyName('Z'), 'Undo the latest write'],
  [shiftKeyName('Z'), 'Redo what was undone last'],
  [keyName('R'), 'Refresh workspaces and spend'],
  [keyName(','), 'Settings'],
  ['Esc', 'Back, then close'],
];

function Keyboard() {
  return (
    <dl className="facts">
      {KEYS.map(([key, what]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
