import { type ReactNode, useEffect, useRef, useState } from 'react';

import { Button } from './Button.tsx';

/** Asks in place before what cannot be undone. `question` names what will be affected. */
export function Confirm({
  label,
  question,
  yes,
  disabled = false,
  onYes,
}: {
  label: string;
  question: ReactNode;
  yes: string;
  disabled?: boolean;
  onYes: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) no.current?.focus();
  }, [asking]);
  if (!asking) {
    return (
      <Button onClick={() => setAsking(true)} disabled={disabled}>
        {label}
      </Button>
    );
  }
  return (
    <fieldset className="note warn confirm" aria-label={label}>
      <p>{question}</p>
      <div className="note-buttons">
        <Button
          look="danger"
          onClick={() => {
            setAsking(false);
            onYes();
          }}
        >
          {yes}
        </Button>
        <button ref={no} type="button" className="button plain" onClick={() => setAsking(false)}>
          Keep
        </button>
      </div>
    </fieldset>
  );
}
