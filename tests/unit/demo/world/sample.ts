import { REPOSITORIES } from '../../../../electron/demo/world/cast.ts';
import type { KnownWorktree } from '../../../../electron/demo/world/senders.ts';
import { createWorld, type World } from '../../../../electron/demo/world/world.ts';
import type { LedgerEntry } from '../../../../electron/demo/emulator/state.ts';

export const SECRET = 'demo-0123456789abcdef';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The sample's worktrees as a scan would find them. */
export const WORKTREES: readonly KnownWorktree[] = REPOSITORIES.flatMap((repository) => {
  const { name: repo } = repository;
  const shared = { repo, commonDir: `/repos/${repo}/.git` };
  return [
    { ...shared, id: `${repo}-0`, path: `/repos/${repo}`, name: repo, branch: 'main', main: true },
    ...repository.worktrees.map(({ name, branch }) => ({
      ...shared,
      id: `${name}-1a2b3c4d`,
      path: `/workspaces/${repo}/${name}`,
      name,
      branch,
      main: false,
    })),
  ];
});

/** Clocks at which something is only just beginning, or a day is not 24 hours long. */
export const AWKWARD = [
  ['an ordinary afternoon', '2026-11-25T15:00:00+00:00', 'Europe/Lisbon'],
  ['thirty seconds past midnight on the 1st', '2026-12-01T00:00:30+01:00', 'Europe/Berlin'],
  ['midnight itself', '2026-12-01T00:00:00+00:00', 'UTC'],
  ['a 1st that is a Monday', '2026-06-01T07:00:00+02:00', 'Europe/Paris'],
  ['New Year', '2027-01-01T00:10:00+09:00', 'Asia/Tokyo'],
  ['a Monday just after midnight', '2026-11-23T00:05:00-05:00', 'America/New_York'],
  ['a Sunday evening', '2026-11-22T21:00:00-08:00', 'America/Los_Angeles'],
  ['the day that clocks go forward', '2026-03-29T03:10:00+02:00', 'Europe/Berlin'],
  ['the day that clocks go back', '2026-11-01T01:30:00-05:00', 'America/New_York'],
  ['a zone whose clocks skip midnight', '2026-03-08T01:00:00-04:00', 'America/Havana'],
  ['the 2nd in a zone far ahead of UTC', '2026-08-02T08:00:00+14:00', 'Pacific/Kiritimati'],
] as const;

export function worldAt(now: string | number, zone: string, seed = 'switchyard'): World {
  const at = typeof now === 'number' ? now : Date.parse(now);
  return createWorld({ now: at, zone, seed, secret: SECRET, worktrees: WORKTREES });
}

export const centsOf = (entries: readonly LedgerEntry[]): number =>
  entries.reduce((sum, { costCents }) => sum + costCents, 0);
