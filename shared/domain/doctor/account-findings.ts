import type { WorktreeFacts } from './facts.ts';
import { type Finding, type FindingCode, finding } from './finding.ts';
import { CLOCK_TOLERANCE_MS, type PortkeyFacts } from './portkey-facts.ts';

/** What Portkey says of a key, by what it means for the requests of a worktree. */
const KEYS: Readonly<
  Partial<Record<PortkeyFacts['key'], { code: FindingCode; sentence: (account: string) => string }>>
> = {
  invalid: {
    code: 'key.invalid',
    sentence: (account) =>
      `Portkey does not know the key of “${account}”: it was revoked, or belongs to another tenancy than the gateway’s address.`,
  },
  expired: {
    code: 'key.expired',
    sentence: (account) => `The key of “${account}”, or its workspace, has expired at Portkey.`,
  },
  exhausted: {
    code: 'key.exhausted',
    sentence: (account) =>
      `The budget of the key of “${account}”, or of its workspace, is used up, so Portkey answers 412.`,
  },
  'rate-limited': {
    code: 'key.rate-limited',
    sentence: (account) =>
      `Portkey limits the rate of the key of “${account}” at the moment, so Claude Code waits and asks again.`,
  },
  'no-data-plane': {
    code: 'key.no-models',
    sentence: (account) =>
      `The key of “${account}” may not send requests to models: an Admin key cannot, and a workspace key needs the scope completions.write.`,
  },
};

/** What is wrong with the account that a worktree is on, as Portkey itself says. */
export function accountFindings({ portkey }: WorktreeFacts): Finding[] {
  if (portkey === null) return [];
  const { account, unreachable, clockAheadMs } = portkey;
  const about = { subject: account } as const;
  if (unreachable !== null) {
    return [
      finding(
        'account.unreachable',
        about,
        `Portkey could not be asked about “${account}”: ${unreachable}`,
      ),
    ];
  }
  const found: Finding[] = [];
  const key = KEYS[portkey.key];
  if (key !== undefined) found.push(finding(key.code, about, key.sentence(account)));
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > CLOCK_TOLERANCE_MS) {
    const minutes = Math.round(Math.abs(clockAheadMs) / 60_000);
    found.push(
      finding(
        'clock.skew',
        {},
        `This machine’s clock is ${minutes} minutes ${clockAheadMs > 0 ? 'ahead of' : 'behind'} Portkey’s, so “today” is not Portkey’s today.`,
      ),
    );
  }
  return found;
}
