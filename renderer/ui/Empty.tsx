import type { ReactNode } from 'react';

import { Icon, type IconName } from './Icon.tsx';

/** A place with nothing in it yet: says what belongs here and the next step. */
export function Empty({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children !== undefined && <div className="note-buttons">{children}</div>}
    </div>
  );
}
