import type { AccountProfile } from '../../shared/domain/capability.ts';
import type { Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { createMoney, type Money } from '../money/money.ts';
import type { SpendAccount } from '../services/spend/account-state.ts';
import type { CommandContext } from './context.ts';
import type { Output } from './output.ts';

/** The services that deal with money, for one command. */
export interface CommandMoney extends Money {
  readonly worktrees: () => readonly Worktree[];
  /** What is known about the account's key; found out when nothing is. */
  readonly profileOf: (
    account: SpendAccount,
    signal: AbortSignal,
  ) => Promise<Result<AccountProfile>>;
}

/**
 * Runs a command's work with them; crossings are told on stderr. Nothing stays open afterwards.
 * @param among the worktrees that count; looked for when left out, which a command that needs none should not wait for
 */
export async function withMoney<T>(
  context: CommandContext,
  output: Output,
  work: (money: CommandMoney) => Promise<T>,
  among?: readonly Worktree[],
): Promise<T> {
  const { core } = context;
  const worktrees = among ?? (await core.scanner.scan(await core.chosenRoots())).worktrees;
  const money = createMoney({
    core,
    env: process.env,
    worktrees: () => worktrees,
    tellsFirst: true,
    notifier: {
      notify: (alerts) => {
        for (const alert of alerts) output.note(alert.sentence);
      },
    },
  });
  const profileOf: CommandMoney['profileOf'] = async (account, signal) => {
    const known = await money.profiles.of(account);
    if (!known.ok) return known;
    return known.value === null
      ? money.profiles.probe(account, signal)
      : { ok: true, value: known.value };
  };
  try {
    return await work({ ...money, worktrees: () => worktrees, profileOf });
  } finally {
    await money.dispose();
  }
}
