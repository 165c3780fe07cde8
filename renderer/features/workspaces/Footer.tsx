import { useApp, useDoctor, useNotices, useSnapshot } from '../../store/app.tsx';
import { ariaKey, keyName } from '../../store/keys.ts';
import { useCompact } from '../../store/layout.ts';
import { STRIP } from '../../store/notices.ts';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { NoticeView } from './NoticeView.tsx';

/** Refresh, undo, and from the popover the ways out of it. Above it, what belongs to no single row. */
export function Footer() {
  const { acts, moves } = useApp();
  const { scan, undo } = useSnapshot();
  const compact = useCompact();
  const sick = useDoctor((state) => Object.keys(state.errors).length);
  const strip = useNotices((state) => state.notices[STRIP]);
  return (
    <footer className="footer">
      {strip !== undefined && <NoticeView path={STRIP} notice={strip} />}
      <div className="footer-bar">
        <Button
          look="quiet"
          icon="refresh"
          aria-keyshortcuts={ariaKey('R')}
          title={`Look for workspaces again, and ask for the spend anew (${keyName('R')})`}
          disabled={scan.running}
          onClick={() => void acts.refresh()}
        >
          {scan.running ? 'Scanning' : 'Refresh'}
        </Button>
        {undo !== null && (
          <Button
            look="quiet"
            icon="undo"
            aria-keyshortcuts={ariaKey('Z')}
            title={`${undo.summary} (${keyName('Z')})`}
            onClick={() => void acts.undo()}
          >
            Undo
          </Button>
        )}
        <span className="spring" />
        {compact && (
          <>
            <Button
              look="quiet"
              icon="pulse"
              title={
                sick === 0
                  ? 'What is wrong, workspace by workspace'
                  : `The doctor has found errors in ${count(sick, 'workspace')}`
              }
              onClick={() => moves.go('doctor')}
            >
              {sick === 0 ? 'Doctor' : `Doctor ${sick}`}
            </Button>
            {/* A link, so that each host opens its own kind of window for it. */}
            <a className="button quiet" href="?view=window#workspaces" target="switchyard-window">
              <Icon name="window" />
              Window…
            </a>
            <Button
              look="quiet"
              icon="gear"
              aria-keyshortcuts={ariaKey(',')}
              title={`Settings (${keyName(',')})`}
              onClick={() => moves.go('settings')}
            >
              Settings
            </Button>
          </>
        )}
      </div>
    </footer>
  );
}
