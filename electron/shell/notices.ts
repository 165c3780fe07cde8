import type { HostNotice } from '../../shared/domain/menu-bar.ts';

/** What the host says by itself, in words. */
const WORDS: Readonly<Record<HostNotice['kind'], readonly [message: string, hint: string | null]>> =
  {
    'icon-hidden': [
      'macOS hides Switchyard’s icon.',
      'Allow it in System Settings › Menu Bar. Until then open Switchyard again from Finder or Spotlight to see this.',
    ],
    'view-crashed': [
      'A window of Switchyard crashed and was made anew.',
      'What you had typed there is gone.',
    ],
    'view-failed': [
      'A window of Switchyard crashed three times in a minute, so it was left closed.',
      'Quit Switchyard and start it again; the log says more.',
    ],
    fault: [
      'Switchyard ran into a fault of its own and goes on.',
      'If something looks wrong, quit and start it again; the log says more.',
    ],
  };

export interface Notices {
  list(): readonly HostNotice[];
  /** Says it, unless it stands there already. @returns its words */
  say(kind: HostNotice['kind']): HostNotice;
  /** Puts away what no longer holds. */
  withdraw(kind: HostNotice['kind']): void;
  dismiss(id: string): void;
  /** Calls back after each change from now on. */
  onChange(listener: () => void): void;
}

/** What the host itself has to say: each kind once until it is put away. */
export function createNotices(): Notices {
  const listeners = new Set<() => void>();
  let said: readonly HostNotice[] = [];
  let last = 0;
  const keep = (next: readonly HostNotice[]): void => {
    if (next.length === said.length) return;
    said = next;
    for (const listener of listeners) listener();
  };
  return {
    list: () => said,
    say: (kind) => {
      const known = said.find((one) => one.kind === kind);
      if (known !== undefined) return known;
      last += 1;
      const [message, hint] = WORDS[kind];
      const notice: HostNotice = { id: `${kind}-${last}`, kind, message, hint };
      keep([...said, notice]);
      return notice;
    },
    withdraw: (kind) => keep(said.filter((one) => one.kind !== kind)),
    dismiss: (id) => keep(said.filter((one) => one.id !== id)),
    onChange: (listener) => void listeners.add(listener),
  };
}
