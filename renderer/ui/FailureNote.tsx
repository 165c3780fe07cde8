import type { ReactNode } from 'react';

import type { Failure } from '../../shared/domain/failure.ts';
import { hintOf } from '../store/words.ts';

/** What happened and what to do, where it happened. `children` are the buttons that do it. */
export function FailureNote({ failure, children }: { failure: Failure; children?: ReactNode }) {
  const hint = hintOf(failure);
  return (
    <div className="note bad">
      <p>
        <strong>{failure.message}</strong>
        {hint !== null && ` ${hint}`}
      </p>
      {children !== undefined && <div className="note-buttons">{children}</div>}
    </div>
  );
}

/** Message and hint as the one text of a field's error. */
export function failureText(failure: Failure): string {
  return [failure.message, hintOf(failure) ?? ''].join(' ').trim();
}
