import type { StraySpend } from '../../../shared/domain/spend-sums.ts';
import { Money } from '../../ui/Money.tsx';

const NAMES: Readonly<Record<StraySpend['kind'], readonly [name: string, title: string]>> = {
  other: ['No workspace', 'Requests with this key that name no workspace.'],
  elsewhere: ['Other machines', 'Requests of workspaces that are not on this machine.'],
};

/** Below the last workspace: what was spent by none of them, so that the amounts add up to the gauge. */
export function StrayLines({ strays }: { strays: readonly StraySpend[] }) {
  if (strays.length === 0) return null;
  const several = new Set(strays.map((one) => one.account)).size > 1;
  return (
    <ul className="strays" aria-label="Spend of no workspace here">
      {strays.map(({ kind, account, spend }) => {
        const [name, title] = NAMES[kind];
        return (
          <li key={`${kind}${account}`} title={title}>
            <span className="clip grow">
              {name}
              {several && ` · ${account}`}
            </span>
            <Money spend={spend} />
          </li>
        );
      })}
    </ul>
  );
}
