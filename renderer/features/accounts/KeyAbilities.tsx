import type { Account } from '../../../shared/domain/account.ts';
import type {
  AccountProfile,
  Capability,
  CapabilityPart,
} from '../../../shared/domain/capability.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { useNow } from '../../store/layout.ts';
import { age } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';

/** In the order in which people need them, each with what it is good for here. */
const PARTS: readonly (readonly [CapabilityPart, string])[] = [
  ['dataPlane', 'Send requests to models'],
  ['analytics', 'Read what was spent'],
  ['configs', 'List configs'],
  ['providers', 'List providers'],
  ['keys', 'List API keys and their budgets'],
  ['policies', 'List usage policies'],
];

const WORDS: Readonly<Record<Capability['can'], string>> = {
  yes: 'Yes',
  no: 'No',
  unknown: 'Not known',
};

/** What the account's key may do, why, and what to do about it. */
export function KeyAbilities({ account }: { account: Account }) {
  const { bridge, notices } = useApp();
  const { profiles } = useSnapshot();
  const now = useNow();
  const act = useAct();
  const { id, key } = account;
  const profile = profiles.find((one) => one.account === id && one.keySavedAt === key?.savedAt);
  const probe = async () => {
    const answer = await act.run(() => bridge.request('accounts.probe', { id }));
    if (!answer.ok) return;
    const parts = Object.values(answer.value.capabilities);
    const allowed = parts.filter((part) => part.can === 'yes').length;
    notices.say(`Checked: this key may do ${allowed} of ${parts.length} things.`);
  };
  return (
    <section className="abilities" aria-labelledby={`abilities-of-${id}`}>
      <div className="preview-head">
        <h2 id={`abilities-of-${id}`}>What this key may do</h2>
        <span>{profile === undefined ? '' : `Checked ${age(profile.probedAt, now)}`}</span>
      </div>
      {profile === undefined ? (
        <p className="field-help">
          {key === null
            ? 'Store a key first; then Switchyard can find out.'
            : 'Not checked yet for the key that is stored now.'}
        </p>
      ) : (
        <List profile={profile} />
      )}
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <div className="actions-bar">
        <Button icon="refresh" disabled={key === null || act.busy} onClick={() => void probe()}>
          {act.busy ? 'Checking …' : profile === undefined ? 'Check' : 'Check again'}
        </Button>
      </div>
    </section>
  );
}

function List({ profile }: { profile: AccountProfile }) {
  return (
    <ul className="plain-list boxed">
      {PARTS.map(([part, name]) => {
        const { can, reason, hint } = profile.capabilities[part];
        return (
          <li key={part} className="ability" data-can={can}>
            <Shape can={can} />
            <span className="grow">
              {name}
              <span className="sub">
                {reason}
                {can !== 'yes' && hint !== undefined && ` ${hint}`}
              </span>
            </span>
            <span className="ability-word">{WORDS[can]}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** A tick, a cross or a ring: the word at the end of the line says the same. */
function Shape({ can }: { can: Capability['can'] }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {can === 'yes' && <path d="M3.5 8.5 6.5 11.5 12.5 4.5" />}
      {can === 'no' && <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" />}
      {can === 'unknown' && <circle cx="8" cy="8" r="4" strokeDasharray="2 2" />}
    </svg>
  );
}
