/** How long a popover that was seen is kept for the next time, milliseconds: people come back soon or not at all. */
const SEEN_MS = 5 * 60_000;
/** How long one is kept that was made ready because the pointer passed the icon. */
const READY_MS = 60_000;

/** After how many milliseconds out of sight the popover's page is given up. The app keeps all that it showed. */
export function idleLimit({ wasShown }: { readonly wasShown: boolean }): number {
  return wasShown ? SEEN_MS : READY_MS;
}
