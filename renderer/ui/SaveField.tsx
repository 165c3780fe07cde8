import type { ComponentProps } from 'react';

import { Button } from './Button.tsx';
import { TextField } from './Field.tsx';
import type { Act } from './use-act.ts';

/** One field that is saved by itself: its own form, with the button beside it. */
export function SaveField({
  act,
  mayDo,
  onType,
  onSave,
  className,
  ...field
}: Omit<ComponentProps<typeof TextField>, 'beside' | 'onChange'> & {
  act: Act;
  /** Whether there is something to save that can be saved. */
  mayDo: boolean;
  onType: (text: string) => void;
  onSave: () => void;
}) {
  return (
    <form
      className={className}
      aria-label={field.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayDo) onSave();
      }}
    >
      <TextField
        {...field}
        onChange={(event) => {
          act.forget();
          onType(event.target.value);
        }}
        beside={
          <Button type="submit" disabled={!mayDo}>
            {act.busy ? 'Saving …' : 'Save'}
          </Button>
        }
      />
    </form>
  );
}
