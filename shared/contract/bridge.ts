import type { Result } from '../domain/failure.ts';
import type {
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from './requests.ts';

/** What a view can do, whatever the host: the preload offers it in Electron, an HTTP client in the browser host. */
export interface Bridge {
  request<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<Result<RequestOutput<N>>>;
  /** @returns a function that ends the subscription */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
