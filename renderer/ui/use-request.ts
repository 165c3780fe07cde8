import { useEffect, useState } from 'react';

import type { RequestInput, RequestName, RequestOutput } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/domain/failure.ts';
import { useApp } from '../store/app.tsx';

/**
 * The answer to a request that only reads. Asked again when the input or `version` changes, after `restMs` milliseconds
 * without another change; the earlier answer stays until the next is there.
 * @param input null while there is nothing to ask
 */
export function useRequest<N extends RequestName>(
  name: N,
  input: RequestInput<N> | null,
  options: { version?: string; restMs?: number } = {},
): Result<RequestOutput<N>> | null {
  const { bridge } = useApp();
  const { version = '', restMs = 0 } = options;
  const [answer, setAnswer] = useState<Result<RequestOutput<N>> | null>(null);
  const asked = input === null ? null : JSON.stringify({ input, version });
  useEffect(() => {
    if (asked === null) return undefined;
    let current = true;
    const ask = async () => {
      const question = JSON.parse(asked) as { input: RequestInput<N> };
      const result = await bridge.request(name, question.input);
      if (current) setAnswer(result);
    };
    const timer = setTimeout(() => void ask(), restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, name, asked, restMs]);
  return answer;
}
