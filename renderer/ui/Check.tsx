import type { ReactNode } from 'react';

/** A box to tick, with what it means below it. */
export function Check({
  label,
  help,
  checked,
  onChange,
}: {
  label: string;
  help: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        <small>{help}</small>
      </span>
    </label>
  );
}
