import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  /** One sentence below the field. Replaced by the error while there is one. */
  help?: ReactNode;
  /** A full sentence about what is wrong, with the next step. */
  error?: string | null;
  /** Controls that stand beside the input: copy, new, fill. */
  beside?: ReactNode;
}

function Frame({
  id,
  label,
  help,
  error,
  beside,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-line">
        {children}
        {beside}
      </div>
      {error !== undefined && error !== null ? (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : (
        help !== undefined && (
          <p className="field-help" id={`${id}-help`}>
            {help}
          </p>
        )
      )}
    </div>
  );
}

function described(id: string, { help, error }: FieldProps) {
  if (error !== undefined && error !== null) {
    return { 'aria-invalid': true, 'aria-describedby': `${id}-error` } as const;
  }
  return help === undefined ? {} : ({ 'aria-describedby': `${id}-help` } as const);
}

/** A text input with its label above and its help or error below. */
export function TextField({
  label,
  help,
  error,
  beside,
  mono = false,
  options,
  ...input
}: FieldProps & ComponentProps<'input'> & { mono?: boolean; options?: readonly string[] }) {
  const id = useId();
  const lists = options !== undefined && options.length > 0;
  return (
    <Frame id={id} label={label} help={help} error={error ?? null} beside={beside}>
      <input
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        {...input}
        {...described(id, { label, help, error: error ?? null })}
        {...(lists ? { list: `${id}-list` } : {})}
        id={id}
        className={mono ? 'input mono' : 'input'}
      />
      {lists && (
        <datalist id={`${id}-list`}>
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </datalist>
      )}
    </Frame>
  );
}

/** A native pop-up button with its label above. */
export function SelectField({
  label,
  help,
  error,
  beside,
  children,
  ...select
}: FieldProps & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} help={help} error={error ?? null} beside={beside}>
      <span className="select">
        <select {...select} {...described(id, { label, help, error: error ?? null })} id={id}>
          {children}
        </select>
      </span>
    </Frame>
  );
}

/** Two to four ways of which one is chosen, as a segmented control of native radio buttons. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div className="segments">
        {options.map(([option, text]) => (
          <label key={option}>
            {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its label is around it */}
            <input
              type="radio"
              name={id}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
