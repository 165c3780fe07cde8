import { type Command, InvalidArgumentError } from 'commander';

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

/** Reads `--meta key=value`, once for each. */
export function metadata(
  value: string,
  before: Record<string, string> | undefined,
): Record<string, string> {
  const equals = value.indexOf('=');
  if (equals <= 0) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [value.slice(0, equals)]: value.slice(equals + 1) };
}
