import '../../styles/detail.css';

import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { useCompact } from '../../store/layout.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { NEW_ACCOUNT } from './account-form.ts';
import { AccountActions } from './AccountActions.tsx';
import { AccountForm } from './AccountForm.tsx';
import { KeyAbilities } from './KeyAbilities.tsx';

export function AccountsPage() {
  const { moves } = useApp();
  const { accounts, defaultAccount } = useSnapshot();
  const compact = useCompact();
  const selected = useUi((state) => state.selected.accounts);
  const adding = selected === NEW_ACCOUNT;
  const account =
    accounts.find((one) => one.id === selected) ?? (compact || adding ? undefined : accounts[0]);
  const add = () => moves.select('accounts', NEW_ACCOUNT);
  return (
    <Panes
      label="Accounts"
      list={
        <>
          <PageHeader title="Accounts">
            <Button icon="plus" onClick={add}>
              Add
            </Button>
          </PageHeader>
          {accounts.length === 0 ? (
            <Empty
              icon="key"
              title="No Portkey key yet"
              text="An account is a Portkey key in your keychain and the gateway that it belongs to."
            >
              <Button look="solid" onClick={add}>
                Add a key
              </Button>
            </Empty>
          ) : (
            <ul className="items scroller" aria-label="Accounts">
              {accounts.map((one) => (
                <li key={one.id} className={one === account ? 'item chosen' : 'item'}>
                  <button
                    type="button"
                    className="item-main"
                    aria-current={one === account ? 'true' : undefined}
                    onClick={() => moves.select('accounts', one.id)}
                  >
                    <span className="name clip">
                      {one.id}
                      {accounts.length > 1 && one.id === defaultAccount && (
                        <span className="tag">Default</span>
                      )}
                    </span>
                    <span className="sub clip">
                      {one.key === null ? 'No key stored' : `Key ••••${one.key.last4}`}
                      {' · '}
                      {one.gatewayUrl.replace(/^https?:\/\//, '')}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      }
      detail={
        adding || account !== undefined ? (
          <>
            <PageHeader
              title={account?.id ?? 'New account'}
              sub={account === undefined ? 'A Portkey key and its gateway' : account.gatewayUrl}
            />
            <div className="detail-body">
              <AccountForm
                key={account?.id ?? NEW_ACCOUNT}
                draftKey={account?.id ?? NEW_ACCOUNT}
                account={account ?? null}
                onSaved={(saved) => moves.select('accounts', saved.id)}
              />
              {account !== undefined && (
                <>
                  <KeyAbilities key={`abilities of ${account.id}`} account={account} />
                  <AccountActions key={`actions of ${account.id}`} account={account} />
                </>
              )}
            </div>
          </>
        ) : compact ? null : (
          <Empty
            icon="key"
            title="Nothing to show yet"
            text="The account that you add shows its gateway here, and whether its key works."
          />
        )
      }
    />
  );
}
