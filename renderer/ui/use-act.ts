import { useRef, useState } from 'react';

import type { Failure, Result } from '../../shared/domain/failure.ts';

export interface Act {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Runs one request at a time; a later one makes the earlier one's failure go away. */
  run<T>(request: () => Promise<Result<T>>): Promise<Result<T>>;
  forget(): void;
}

/** The state of a form's own request: under way, or refused with a reason to show beside it. */
export function useAct(): Act {
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({
    busy: false,
    failure: null,
  });
  const turn = useRef(0);
  return {
    ...state,
    run: async (request) => {
      turn.current += 1;
      const mine = turn.current;
      setState({ busy: true, failure: null });
      const answer = await request();
      if (mine === turn.current) {
        setState({ busy: false, failure: answer.ok ? null : answer.failure });
      }
      return answer;
    },
    forget: () => setState({ busy: false, failure: null }),
  };
}
