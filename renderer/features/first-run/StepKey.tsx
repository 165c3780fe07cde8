import { useState } from 'react';

import type { RequestOutput } from '../../../shared/contract/index.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';
import { NEW_ACCOUNT } from '../accounts/account-form.ts';
import { AccountForm } from '../accounts/AccountForm.tsx';

/** Step one: a key into the keychain, and whether the gateway knows it. */
export function StepKey({ onNext }: { onNext: () => void }) {
  const { bridge } = useApp();
  const { accounts } = useSnapshot();
  const act = useAct();
  const [tested, setTested] = useState<RequestOutput<'accounts.test'> | null>(null);
  const account = accounts[0] ?? null;
  const test = async (id: string) => {
    const answer = await act.run(() => bridge.request('accounts.test', { id }));
    if (!answer.ok) return;
    setTested(answer.value);
    if (answer.value.status === 'valid') onNext();
  };
  const stored = account !== null && account.key !== null;
  return (
    <div className="wizard-body">
      <h1>Store your Portkey key</h1>
      <p className="lead">
        Switchyard puts Claude Code’s requests on Portkey, workspace by workspace. It needs one key,
        and keeps it in your keychain.
      </p>
      <AccountForm
        key={account?.id ?? NEW_ACCOUNT}
        draftKey={account?.id ?? NEW_ACCOUNT}
        account={account}
        saveLabel={stored ? 'Replace key' : 'Save and test'}
        onSaved={(saved) => void test(saved.id)}
      />
      {act.busy && <p className="field-help">Asking the gateway whether it knows the key …</p>}
      {act.failure !== null && (
        <FailureNote failure={act.failure}>
          {account !== null && <Button onClick={() => void test(account.id)}>Test again</Button>}
        </FailureNote>
      )}
      {tested !== null && tested.status !== 'valid' && (
        <p className="note warn">{tested.message}</p>
      )}
      {stored && !act.busy && (
        <div className="form-buttons">
          <Button look="solid" onClick={onNext}>
            Continue
          </Button>
          <p className="field-help">The key ending in {account.key?.last4} is in the keychain.</p>
        </div>
      )}
    </div>
  );
}
