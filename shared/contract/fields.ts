import { z } from 'zod';

/** A worktree is named by the absolute path of its top folder. */
export const worktreePath = z.string().min(1).max(4096);
export const id = z.string().min(1).max(64);
export const nothing = z.strictObject({});
export const done = z.null();
