import type { RequestInput, RequestName, RequestOutput } from '../../shared/contract/index.ts';
import { failureError, type Result } from '../../shared/domain/failure.ts';
import { PRESETS } from './world/cast.ts';
import type { PlannedAssignment } from './world/senders.ts';
import { ACCOUNT } from './world/world.ts';

/** Asks the app as a view does. */
export type AskApp = <N extends RequestName>(
  name: N,
  input: RequestInput<N>,
) => Promise<Result<RequestOutput<N>>>;

/**
 * Sets the app up as its person would have: an account, presets, and most worktrees on one of them.
 *
 * @param options.gatewayUrl without `/v1`
 * @param options.secret the account's key
 * @throws an error that carries the failure when the app refuses any of it
 */
export async function seedApp(options: {
  readonly ask: AskApp;
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  readonly secret: string;
  readonly assignments: readonly PlannedAssignment[];
}): Promise<void> {
  const { gatewayUrl, adminUrl, secret } = options;
  const ask = async <N extends RequestName>(name: N, input: RequestInput<N>): Promise<void> => {
    const answer = await options.ask(name, input);
    if (!answer.ok) throw failureError(answer.failure);
  };
  // The sample's gateway is on this machine, but it stands for the hosted one, which knows `@slug`s.
  await ask('accounts.save', { id: ACCOUNT, gatewayUrl, adminUrl, selfHosted: false, secret });
  for (const preset of PRESETS) await ask('presets.save', { preset });
  for (const { worktree, preset, traces } of options.assignments) {
    for (const trace of traces) {
      await ask('assignments.apply', { worktree: worktree.path, preset, trace });
    }
  }
}
