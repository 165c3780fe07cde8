import type { RefObject } from 'react';

import { describeFailure } from '../../../shared/domain/failure.ts';
import type { KeyInfo } from '../../../shared/domain/account.ts';
import { useNow } from '../../store/layout.ts';
import { age } from '../../store/words.ts';
import { useSnapshot } from '../../store/app.tsx';
import { TextField } from '../../ui/Field.tsx';

/**
 * The key's field. It is uncontrolled on purpose: what is typed stays in the input and nowhere else, is read once for the
 * request, and is emptied by {@link takeKey}. No store and no state ever holds it.
 */
export function KeyField({
  input,
  stored,
  error,
  onTyped,
}: {
  input: RefObject<HTMLInputElement | null>;
  stored: KeyInfo | null;
  error: string | null;
  /** Told only whether there is something in the field. */
  onTyped: (some: boolean) => void;
}) {
  const { secrets } = useSnapshot();
  const now = useNow();
  return (
    <>
      <TextField
        label={stored === null ? 'Portkey key' : 'New Portkey key'}
        ref={input}
        type="password"
        mono
        autoComplete="off"
        disabled={!secrets.available}
        error={error}
        placeholder={stored === null ? '' : `••••${stored.last4}`}
        help={
          stored === null
            ? 'From Portkey’s API Keys page. It goes into the keychain and is never shown again.'
            : `The one in the keychain ends in ${stored.last4} and was saved ${age(stored.savedAt, now)}. Leave this empty to keep it.`
        }
        onInput={(event) => onTyped(event.currentTarget.value !== '')}
      />
      <NoKeychain />
    </>
  );
}

/** Reads the key for a request and empties the field, so that it is in the page for no longer than it must be. */
export function takeKey(input: RefObject<HTMLInputElement | null>): string {
  const field = input.current;
  const secret = field?.value.trim() ?? '';
  if (field !== null) field.value = '';
  return secret;
}

function NoKeychain() {
  const { secrets } = useSnapshot();
  if (secrets.available) return null;
  const { message, hint } = describeFailure('keychain.unavailable');
  return (
    <div className="note warn">
      <p>
        <strong>{secrets.reason ?? message}</strong> {hint} Until then no key can be saved.
      </p>
    </div>
  );
}
