import { z } from 'zod';

const side = z.number().int().min(-100_000).max(100_000);

/** What a host with windows keeps for itself between runs. A part that cannot be read counts as never kept. */
export const hostMemorySchema = z.object({
  /** Place and size of the window, in points. */
  windowBounds: z.object({ x: side, y: side, width: side, height: side }).nullable().catch(null),
  /** When the person was told last that the icon is hidden; ISO 8601. */
  guidedAt: z.iso.datetime().nullable().catch(null),
  /** When new versions were looked for last; ISO 8601. */
  updateCheckedAt: z.iso.datetime().nullable().catch(null),
});
export type HostMemory = z.infer<typeof hostMemorySchema>;

export const NO_MEMORY: HostMemory = { windowBounds: null, guidedAt: null, updateCheckedAt: null };
