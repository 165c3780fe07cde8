import { useEffect, useState } from 'react';

import type { Result } from '../../../shared/domain/failure.ts';
import type { Preview } from '../../../shared/domain/preview.ts';
import { useApp } from '../../store/app.tsx';
import type { ApplyInput } from '../../store/notices.ts';

/** Typing is let come to rest before the host is asked, in milliseconds. */
const REST_MS = 200;

/**
 * What apply would write for this input; asked again when the input or `version` changes. Null while the first answer is
 * under way, or while there is nothing to ask (`input` null).
 */
export function usePreview(input: ApplyInput | null, version: string): Result<Preview> | null {
  const { bridge } = useApp();
  const [preview, setPreview] = useState<Result<Preview> | null>(null);
  const asked = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (asked === null) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void bridge.request('assignments.preview', JSON.parse(asked) as ApplyInput).then((answer) => {
        if (current) setPreview(answer);
      });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, asked, version]);
  return preview;
}
