import { z } from 'zod';

/** What the person has chosen about icon and app; kept by every host, used by the one that has a menu bar. */
export const menuBarSettingsSchema = z.object({
  /** Whether today's spend stands beside the icon. */
  amount: z.boolean(),
  /** The keys that open the popover from anywhere, as Electron writes them (`Alt+Command+S`); null: none. */
  shortcut: z.string().max(100).nullable(),
  /** Whether the app shows itself in the Dock as well, for when the icon cannot be seen. */
  dock: z.boolean(),
  /** Whether to look for new versions, once a day at most. */
  updates: z.boolean(),
});
export type MenuBarSettings = z.infer<typeof menuBarSettingsSchema>;

/**
 * What macOS says of the login item. `requires-approval`: the person has to allow it in System Settings.
 *
 * Source: Electron's documentation of `app.getLoginItemSettings`, `status`.
 */
export const loginItemStatusSchema = z.enum([
  'enabled',
  'requires-approval',
  'not-registered',
  'not-found',
]);
export type LoginItemStatus = z.infer<typeof loginItemStatusSchema>;

/** `available`: can be fetched by hand at `url`. `ready`: fetched, and installed when the app restarts or quits. */
export const updateStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('available'), version: z.string(), url: z.string() }),
  z.object({ state: z.literal('downloading'), version: z.string() }),
  z.object({ state: z.literal('ready'), version: z.string() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

/**
 * Something that the host itself has to say, once, until it is put away. `icon-hidden`: macOS does not draw the icon.
 * `view-crashed`: a page crashed and was made anew. `view-failed`: it crashed too often and was left closed. `fault`: an
 * error that nothing caught.
 */
export const hostNoticeSchema = z.object({
  id: z.string(),
  kind: z.enum(['icon-hidden', 'view-crashed', 'view-failed', 'fault']),
  message: z.string(),
  hint: z.string().nullable(),
});
export type HostNotice = z.infer<typeof hostNoticeSchema>;

/** What only a host with a menu bar knows. */
export const desktopStateSchema = z.object({
  /** Null where the system has no login items to offer. */
  loginItem: loginItemStatusSchema.nullable(),
  /** `taken`: another app holds these keys. `invalid`: they are no keys that can be held. */
  shortcut: z.enum(['off', 'on', 'taken', 'invalid']),
  update: updateStateSchema,
  notices: z.array(hostNoticeSchema),
});
export type DesktopState = z.infer<typeof desktopStateSchema>;
