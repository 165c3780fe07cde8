import { useEffect } from 'react';

import type { HostNotice, UpdateState } from '../../../shared/domain/menu-bar.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';

/** What the app has to say of itself: a fault, a hidden icon, a new version. */
export function DesktopBanner() {
  const { desktop } = useSnapshot();
  if (desktop === null) return null;
  return (
    <>
      {desktop.notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
      <UpdateLine update={desktop.update} />
    </>
  );
}

function NoticeLine({ notice }: { notice: HostNotice }) {
  const { bridge, notices } = useApp();
  const act = useAct();
  const { message } = notice;
  useEffect(() => notices.say(message), [message, notices]);
  return (
    <section className="alerts link-banner" aria-label="Notice">
      <Icon name="warning" />
      <div className="banner-words">
        <p>
          <strong>{notice.message}</strong> {notice.hint}
        </p>
        {act.failure !== null && <FailureNote failure={act.failure} />}
        <div className="banner-buttons">
          {notice.kind === 'icon-hidden' && (
            <Button
              look="solid"
              onClick={() => void act.run(() => bridge.request('desktop.openMenuBarSettings', {}))}
            >
              Open Menu Bar Settings
            </Button>
          )}
          <Button
            onClick={() =>
              void act.run(() => bridge.request('desktop.dismissNotice', { id: notice.id }))
            }
          >
            Dismiss
          </Button>
        </div>
      </div>
    </section>
  );
}

function UpdateLine({ update }: { update: UpdateState }) {
  const { bridge } = useApp();
  const act = useAct();
  if (update.state !== 'ready' && update.state !== 'available') return null;
  return (
    <section className="alerts link-banner" aria-label="New version">
      <Icon name="download" />
      <div className="banner-words">
        {update.state === 'available' ? (
          <p>
            <strong>Version {update.version} is out.</strong>{' '}
            <a href={update.url} target="_blank" rel="noreferrer">
              Get it
            </a>
          </p>
        ) : (
          <p>
            <strong>Version {update.version} is ready.</strong> It is put in place when Switchyard
            quits.
          </p>
        )}
        {act.failure !== null && <FailureNote failure={act.failure} />}
        {update.state === 'ready' && (
          <div className="banner-buttons">
            <Button
              look="solid"
              disabled={act.busy}
              onClick={() => void act.run(() => bridge.request('desktop.restartToUpdate', {}))}
            >
              Restart to Update
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
