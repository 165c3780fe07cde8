import type { RequestInput, RequestName, RequestOutput } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { Result } from '../../shared/domain/failure.ts';

/** Which face asked. Written into the journal. */
export type Face = 'cli' | 'app' | 'browser';

export interface RequestContext {
  readonly face: Face;
  /** Aborted when the asking view goes away or the app is closing. */
  readonly signal: AbortSignal;
}

/** One handler for every request of the contract. Inputs are parsed before, outputs after. */
export type Handlers = {
  readonly [N in RequestName]: (
    input: RequestInput<N>,
    context: RequestContext,
  ) => Promise<Result<RequestOutput<N>>>;
};

/** The one snapshot that every view mirrors. */
export interface SnapshotSource {
  get(): AppSnapshot;
  /** @returns a function that ends the subscription */
  subscribe(listener: (snapshot: AppSnapshot) => void): () => void;
}

/** What a host (Electron, the browser host) needs of the composed app. */
export interface AppHost {
  readonly handlers: Handlers;
  readonly snapshots: SnapshotSource;
  /** Writes a line to the log; secrets that the app knows are masked in it. */
  readonly log: (message: string) => void;
  /** Takes a `switchyard://` link that was opened. Nothing is done before the person says so in a view. */
  readonly openLink: (link: string) => void;
  dispose(): Promise<void>;
}
