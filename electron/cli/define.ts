import type { Command } from 'commander';

import type { CommandContext } from './context.ts';
import type { Output } from './output.ts';

/** Options that every command understands. */
export interface Common {
  readonly json?: boolean;
  readonly home?: string;
}

export type Exit = (code: number) => void;

/** Adds a command that understands the common options. */
export type Define = (parent: Command, usage: string, description: string) => Command;

/** Makes an action of a function that needs every service. */
export type WithContext = <A extends unknown[]>(
  run: (context: CommandContext, output: Output, ...args: A) => Promise<number> | number,
) => (...args: [...A, ...unknown[]]) => Promise<void>;
