/** What a process that is going to be killed does, over and over. */
export const OPERATIONS = ['apply-a', 'apply-b', 'clear', 'undo', 'redo'] as const;
export type Operation = (typeof OPERATIONS)[number];
