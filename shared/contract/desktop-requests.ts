import { z } from 'zod';

import { done, id, nothing } from './fields.ts';

/** What only a host with a desktop can do. */
export const desktopRequests = {
  /** The requests from here to `desktop.saveText` answer `host.unsupported` where `desktop` in the snapshot is null. */
  'desktop.setLoginItem': { input: z.strictObject({ open: z.boolean() }), output: done },
  /** Opens System Settings where the menu bar's icons are shown and hidden. */
  'desktop.openMenuBarSettings': { input: nothing, output: done },
  'desktop.restartToUpdate': { input: nothing, output: done },
  'desktop.dismissNotice': { input: z.strictObject({ id }), output: done },
  /** Asks the person where to save a text, and saves it there. `saved` is false when they changed their mind. */
  'desktop.saveText': {
    input: z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(10_000_000) }),
    output: z.object({ saved: z.boolean() }),
  },
} as const;
