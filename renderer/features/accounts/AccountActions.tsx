import { useState } from 'react';

import type { Account } from '../../../shared/domain/account.ts';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { TextField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';

/** Test, make default, rename, remove. */
export function AccountActions({ account }: { account: Account }) {
  const { bridge, moves, notices } = useApp();
  const { worktrees, defaultAccount, accounts } = useSnapshot();
  const act = useAct();
  const renaming = useAct();
  const [tested, setTested] = useState<RequestOutput<'accounts.test'> | null>(null);
  const [name, setName] = useState<string | null>(null);
  const { id } = account;
  const users = worktrees.filter((tree) => tree.assignment?.accountId === id);
  const isDefault = defaultAccount === id || accounts.length === 1;

  const test = async () => {
    setTested(null);
    const answer = await act.run(() => bridge.request('accounts.test', { id }));
    if (!answer.ok) return;
    setTested(answer.value);
    notices.say(answer.value.message);
  };
  const rename = async () => {
    const answer = await renaming.run(() =>
      bridge.request('accounts.rename', { id, to: name ?? '' }),
    );
    if (!answer.ok) return;
    setName(null);
    moves.select('accounts', answer.value.id);
  };
  const remove = async () => {
    const answer = await act.run(() => bridge.request('accounts.remove', { id }));
    if (answer.ok) moves.select('accounts', null);
  };

  return (
    <section className="actions" aria-label="Test, rename or remove">
      {tested !== null && (
        <p className={tested.status === 'valid' ? 'note good' : 'note warn'}>{tested.message}</p>
      )}
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <div className="actions-bar">
        <Button disabled={account.key === null || act.busy} onClick={() => void test()}>
          {act.busy ? 'Asking the gateway …' : 'Test key'}
        </Button>
        {!isDefault && (
          <Button
            disabled={act.busy}
            onClick={() => void act.run(() => bridge.request('accounts.setDefault', { id }))}
          >
            Make default
          </Button>
        )}
        <Button onClick={() => setName(name === null ? id : null)} aria-expanded={name !== null}>
          Rename …
        </Button>
        <Confirm
          label="Remove …"
          question={
            users.length === 0
              ? `Remove “${id}” and its key from the keychain? No workspace uses it. The key cannot be brought back from here.`
              : `Remove “${id}” and its key from the keychain? ${count(users.length, 'workspace uses', 'workspaces use')} it (${users.map((tree) => tree.name).join(', ')}): their settings files stay as they are, but cannot be written again without it.`
          }
          yes="Remove"
          disabled={act.busy}
          onYes={() => void remove()}
        />
      </div>
      {name !== null && (
        <form
          className="form"
          aria-label="Rename the account"
          onSubmit={(event) => {
            event.preventDefault();
            void rename();
          }}
        >
          <TextField
            label="New name"
            value={name}
            error={renaming.failure === null ? null : failureText(renaming.failure)}
            onChange={(event) => setName(event.target.value)}
            beside={
              <Button type="submit" disabled={name.trim() === '' || name === id || renaming.busy}>
                Rename
              </Button>
            }
          />
        </form>
      )}
    </section>
  );
}
