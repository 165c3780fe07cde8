import type { ComponentProps } from 'react';

import { Icon, type IconName } from './Icon.tsx';

type ButtonProps = ComponentProps<'button'> & {
  /** `plain`: text on the page. `solid`: the one next step of a form. `quiet`: an icon or a word in a row. */
  look?: 'plain' | 'solid' | 'quiet' | 'danger';
  icon?: IconName;
};

export function Button({ look = 'plain', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button ${look} ${className ?? ''}`.trimEnd()}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that is only a drawing; `label` is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: IconName }) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={`icon-button ${className ?? ''}`.trimEnd()}
    >
      <Icon name={icon} />
    </button>
  );
}
