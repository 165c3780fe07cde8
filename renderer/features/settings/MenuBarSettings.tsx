import { useState } from 'react';

import type {
  DesktopState,
  LoginItemStatus,
  MenuBarSettings,
} from '../../../shared/domain/menu-bar.ts';
import { checkShortcut } from '../../../shared/domain/shortcut.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { Check } from '../../ui/Check.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { SaveField } from '../../ui/SaveField.tsx';
import { useAct } from '../../ui/use-act.ts';

const LOGIN_WORDS: Readonly<Record<LoginItemStatus, string>> = {
  enabled: 'macOS opens Switchyard when you log in.',
  'requires-approval':
    'macOS waits for you: allow Switchyard in System Settings › General › Login Items.',
  'not-registered': 'Switchyard opens when you open it.',
  'not-found': 'macOS does not know this copy of Switchyard; move it to Applications first.',
};

const SHORTCUT_WORDS: Readonly<Record<DesktopState['shortcut'], string>> = {
  off: 'Opens the popover from anywhere. For example Option+Command+S; empty for none.',
  on: 'These keys open the popover from anywhere.',
  taken: 'Another app holds these keys, so they do nothing here. Choose others.',
  invalid: 'macOS does not take these keys. Choose others.',
};

/** What only a host with a menu bar has to choose. */
export function MenuBarForm({ desktop }: { desktop: DesktopState }) {
  const { bridge } = useApp();
  const { menuBar } = useSnapshot().settings;
  const act = useAct();
  const save = (part: Partial<MenuBarSettings>) =>
    void act.run(() => bridge.request('settings.save', { menuBar: part }));
  const { loginItem } = desktop;
  return (
    <div className="form">
      {loginItem !== null && (
        <Check
          label="Open at login"
          help={LOGIN_WORDS[loginItem]}
          checked={loginItem === 'enabled' || loginItem === 'requires-approval'}
          onChange={(open) => void act.run(() => bridge.request('desktop.setLoginItem', { open }))}
        />
      )}
      <Check
        label="Show today’s spend beside the icon"
        help="Takes room in the menu bar."
        checked={menuBar.amount}
        onChange={(amount) => save({ amount })}
      />
      <Check
        label="Show Switchyard in the Dock as well"
        help="For when the menu bar has no room for the icon."
        checked={menuBar.dock}
        onChange={(dock) => save({ dock })}
      />
      <Check
        label="Look for new versions"
        help="Once a day at most; sends nothing but Switchyard’s name and version."
        checked={menuBar.updates}
        onChange={(updates) => save({ updates })}
      />
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <Shortcut key={menuBar.shortcut} saved={menuBar.shortcut ?? ''} state={desktop.shortcut} />
    </div>
  );
}

function Shortcut({ saved, state }: { saved: string; state: DesktopState['shortcut'] }) {
  const { bridge, notices } = useApp();
  const act = useAct();
  const [typed, type] = useState(saved);
  const read = checkShortcut(typed);
  const changed = read.ok ? (read.value ?? '') !== saved : true;
  const mayDo = read.ok && changed && !act.busy;
  const save = async () => {
    if (!read.ok) return;
    const menuBar = { shortcut: read.value };
    const answer = await act.run(() => bridge.request('settings.save', { menuBar }));
    if (answer.ok) notices.say(read.value === null ? 'No shortcut.' : `Shortcut: ${read.value}.`);
  };
  const wrong = read.ok ? (act.failure === null ? null : failureText(act.failure)) : failureText(read.failure); // prettier-ignore
  const lost =
    !changed && (state === 'taken' || state === 'invalid') ? SHORTCUT_WORDS[state] : null;
  return (
    <SaveField
      label="Global shortcut"
      value={typed}
      error={wrong ?? lost}
      help={SHORTCUT_WORDS[state === 'on' ? 'on' : 'off']}
      act={act}
      mayDo={mayDo}
      onType={type}
      onSave={() => void save()}
    />
  );
}
