/** The keyboard of the person's machine, which in the browser host need not be the one that Switchyard runs on. */
export const ON_MAC = /mac/i.test(navigator.platform);

/** `⌘K` on a Mac, `Ctrl K` elsewhere. */
export function keyName(letter: string): string {
  return ON_MAC ? `⌘${letter}` : `Ctrl ${letter}`;
}

/** `⇧⌘Z` on a Mac, `Ctrl Shift Z` elsewhere. */
export function shiftKeyName(letter: string): string {
  return ON_MAC ? `⇧⌘${letter}` : `Ctrl Shift ${letter}`;
}

/** For `aria-keyshortcuts`. */
export function ariaKey(letter: string): string {
  return ON_MAC ? `Meta+${letter}` : `Control+${letter}`;
}

interface KeyLike {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The key in lower case when it is pressed with the platform's command key alone, else null. */
export function commandKey(event: KeyLike): string | null {
  const command = ON_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return command && !event.altKey && !event.shiftKey ? event.key.toLowerCase() : null;
}

/** The same with the shift key held as well. */
export function shiftCommandKey(event: KeyLike): string | null {
  return event.shiftKey ? commandKey({ ...pick(event), shiftKey: false }) : null;
}

/** An event's own fields, which a spread does not copy. */
function pick({ key, metaKey, ctrlKey, altKey, shiftKey }: KeyLike): KeyLike {
  return { key, metaKey, ctrlKey, altKey, shiftKey };
}

/** True where keys belong to the text that is being typed. */
export function inText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'file'].includes(target.type))
  );
}
