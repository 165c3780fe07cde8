import type { Answer } from './errors.ts';
import type { RateCounter } from './rate-counter.ts';
import type { ApiKey, Dialect, EmulatorState } from './state.ts';

/** A request as the routes see it. */
export interface EmulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case name; null when absent. */
  readonly header: (name: string) => string | null;
}

export interface World {
  readonly state: EmulatorState;
  readonly dialect: Dialect;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly rates: RateCounter;
}

/** What a route's handler gets: the caller is known and let through. */
export interface Context extends World {
  readonly request: EmulatorRequest;
  readonly caller: ApiKey;
  /** The parts of the path in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export type Handler = (context: Context) => Answer;

/**
 * The workspace that a request is about: a workspace key has its own whatever is asked for, an organisation key names one by
 * id or slug. `all` when it names none, null when there is none of that name.
 */
export function workspaceAsked(context: Context, parameter: string): string | null {
  const { caller, request, state } = context;
  if (caller.workspaceId !== null) return caller.workspaceId;
  const asked = request.query.get(parameter);
  if (asked === null || asked === '') return 'all';
  return state.workspaces.find(({ id, slug }) => id === asked || slug === asked)?.id ?? null;
}

/** Whether the caller may see what belongs to this workspace. An organisation key may see everything. */
export function mayReach(caller: ApiKey, workspaceId: string | null): boolean {
  return caller.workspaceId === null || caller.workspaceId === workspaceId;
}
