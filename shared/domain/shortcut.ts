import { fail, ok, type Result } from './failure.ts';

/** Modifier as it is typed, in lower case → as Electron writes it. */
const MODIFIERS: ReadonlyMap<string, string> = new Map([
  ['cmd', 'Command'],
  ['command', 'Command'],
  ['⌘', 'Command'],
  ['ctrl', 'Control'],
  ['control', 'Control'],
  ['⌃', 'Control'],
  ['alt', 'Alt'],
  ['option', 'Alt'],
  ['⌥', 'Alt'],
  ['shift', 'Shift'],
  ['⇧', 'Shift'],
]);
const ORDER = ['Control', 'Alt', 'Shift', 'Command'];
const KEY =
  /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space|Tab|Up|Down|Left|Right|Home|End|PageUp|PageDown)$/;

function refuse(message: string): Result<never> {
  return fail('request.invalid', {
    field: 'menuBar.shortcut',
    message,
    hint: 'Hold Command, Control or Option with one other key, for example Option+Command+S.',
  });
}

/**
 * Reads a global shortcut as people write it (`⌥⌘S`, `option+cmd+s`) and gives it as Electron wants it
 * (`Alt+Command+S`). A key without Command, Control or Option would be taken from every app, so it is refused.
 *
 * Source: Electron's documentation, “Keyboard Shortcuts” (accelerators).
 * @returns null for none (null or nothing but spaces), else `request.invalid` naming `menuBar.shortcut`
 */
export function checkShortcut(text: string | null): Result<string | null> {
  const typed = (text ?? '').trim();
  if (typed === '') return ok(null);
  const parts = typed
    .replaceAll(/[⌘⌃⌥⇧]/g, (sign) => `${sign}+`)
    .split('+')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const held = new Set<string>();
  const keys: string[] = [];
  for (const part of parts) {
    const modifier = MODIFIERS.get(part.toLowerCase());
    if (modifier === undefined) keys.push(part.charAt(0).toUpperCase() + part.slice(1));
    else held.add(modifier);
  }
  const [key, ...others] = keys;
  if (key === undefined) return refuse(`“${typed}” names no key beside the ones that are held.`);
  if (others.length > 0) return refuse(`“${typed}” names more than one key.`);
  if (!KEY.test(key)) return refuse(`“${key}” is no key that a shortcut can use.`);
  if (![...held].some((one) => one !== 'Shift')) {
    return refuse(`“${typed}” would be taken away from every other app.`);
  }
  return ok([...ORDER.filter((one) => held.has(one)), key].join('+'));
}
