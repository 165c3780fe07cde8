import { useRef, useState } from 'react';

import type { Account } from '../../../shared/domain/account.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { AccountDraft } from '../../store/drafts.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { TextField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountForm, accountInput, checkUrls, emptyAccount } from './account-form.ts';
import { Advanced } from './Advanced.tsx';
import { KeyField, takeKey } from './KeyField.tsx';

/** Adds an account, or changes one. @param account null for a new one */
export function AccountForm({
  draftKey,
  account,
  onSaved,
  saveLabel = 'Save',
}: {
  draftKey: string;
  account: Account | null;
  onSaved: (saved: Account) => void;
  saveLabel?: string;
}) {
  const { bridge, moves, notices } = useApp();
  const { accounts, secrets } = useSnapshot();
  const draft = useUi((state) => state.drafts.accounts[draftKey]);
  const act = useAct();
  const key = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(false);
  const initial = account === null ? emptyAccount(accounts.length === 0) : accountForm(account);
  const form = draft ?? initial;
  const urls = checkUrls(form);
  const edited = JSON.stringify(form) !== JSON.stringify(initial);
  const sound = urls.gatewayUrl === null && urls.adminUrl === null && form.id.trim() !== '';
  const maySave =
    sound && !act.busy && (account === null ? typed && secrets.available : edited || typed);
  const set = (part: Partial<AccountDraft>) => {
    act.forget();
    moves.setDraft('accounts', draftKey, { ...form, ...part });
  };
  const refused = act.failure;
  const about = (field: string) => (refused?.field === field ? failureText(refused) : null);
  const placed = ['id', 'secret', 'gatewayUrl', 'adminUrl'].includes(refused?.field ?? '');

  const save = async () => {
    const secret = takeKey(key);
    setTyped(false);
    const answer = await act.run(() =>
      bridge.request('accounts.save', {
        ...accountInput(form),
        ...(secret === '' ? {} : { secret }),
      }),
    );
    if (!answer.ok) return;
    notices.say(`Saved the account ${answer.value.id}.`);
    onSaved(answer.value);
    moves.settleDraft('accounts', draftKey, draft, answer.value.id);
  };

  return (
    <form
      className="form"
      aria-label="Account"
      onSubmit={(event) => {
        event.preventDefault();
        if (maySave) void save();
      }}
    >
      {account === null && (
        <TextField
          label="Name"
          value={form.id}
          error={about('id')}
          help="Yours to choose, for example work. Small letters, digits and dashes."
          onChange={(event) => set({ id: event.target.value })}
        />
      )}
      <KeyField
        input={key}
        stored={account?.key ?? null}
        error={about('secret')}
        onTyped={setTyped}
      />
      <Advanced
        form={form}
        errors={{
          gatewayUrl: about('gatewayUrl') ?? urls.gatewayUrl,
          adminUrl: about('adminUrl') ?? urls.adminUrl,
        }}
        onChange={set}
        open={!sound && form.id.trim() !== ''}
      />
      {refused !== null && !placed && <FailureNote failure={refused} />}
      {refused !== null && account === null && (
        <p className="field-help">The key was not kept; paste it again.</p>
      )}
      <div className="form-buttons">
        <Button look="solid" type="submit" disabled={!maySave}>
          {act.busy ? 'Saving …' : saveLabel}
        </Button>
        {account !== null && edited && (
          <Button look="quiet" onClick={() => moves.setDraft('accounts', draftKey, null)}>
            Discard edits
          </Button>
        )}
      </div>
    </form>
  );
}
