import { useEffect, useState } from 'react';

import type { RequestInput } from '../../../shared/contract/index.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { useApp, useUi } from '../../store/app.tsx';
import type { SpendView } from '../../store/spend-view.ts';

type KeptName = keyof SpendView['kept'];
type KeptAnswer<N extends KeptName> = SpendView['kept'][N][string];

export interface Kept<T> {
  /** The last good answer to this question; else the last good one to the question before it; else null. */
  readonly shown: T | null;
  /** True when `shown` answers another question than the one that is asked now. */
  readonly stale: boolean;
  readonly loading: boolean;
  /** Why the latest answer to this question is missing. Stays while it is asked again. */
  readonly failure: Failure | null;
  again(): void;
}

/**
 * The answer to a question about spend. The last good answers are kept in the store, so a fault or a change of the choice
 * takes no number away; an answer that comes after the choice has changed is dropped.
 * @param version asked anew when it changes
 */
export function useKept<N extends KeptName>(
  name: N,
  input: RequestInput<N>,
  version: string,
): Kept<KeptAnswer<N>> {
  const { bridge, ui } = useApp();
  const asked = JSON.stringify(input);
  const [turn, setTurn] = useState(0);
  const question = `${asked} ${version} ${turn}`;
  const [answered, setAnswered] = useState<{
    question: string;
    asked: string;
    failure: Failure | null;
  }>({ question: '', asked: '', failure: null });
  const own = useUi((state) => state.spend.kept[name][asked]) as KeptAnswer<N> | undefined;
  const [last, setLast] = useState<KeptAnswer<N> | null>(own ?? null);
  // A choice that was shown before is shown at once, and is then the one that a later choice begins with.
  if (own !== undefined && own !== last) setLast(own);

  useEffect(() => {
    let current = true;
    const ask = async () => {
      const answer = await bridge.request(name, JSON.parse(asked) as RequestInput<N>);
      if (!current) return;
      if (answer.ok) {
        ui.setState(({ spend }) => ({
          spend: {
            ...spend,
            kept: { ...spend.kept, [name]: { ...spend.kept[name], [asked]: answer.value } },
          },
        }));
      }
      setAnswered({ question, asked, failure: answer.ok ? null : answer.failure });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [bridge, ui, name, asked, question]);

  return {
    shown: own ?? last,
    stale: own === undefined && last !== null,
    loading: answered.question !== question,
    failure: answered.asked === asked ? answered.failure : null,
    again: () => setTurn((now) => now + 1),
  };
}
