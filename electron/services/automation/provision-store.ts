import { PROVISION_NOTICES, type ProvisionNotice } from '../../../shared/domain/provision.ts';
import type { StateDatabase } from '../state/database.ts';

/** What is claimed before it is done, so that no other run of ours does it as well. */
export interface Claim {
  readonly identity: string;
  readonly worktreeId: string;
  readonly path: string;
  readonly name: string;
  readonly rule: string;
  readonly preset: string;
  readonly at: string;
}

const CLAIM = `INSERT INTO provisions (identity, worktree_id, path, name, rule_id, preset_id, at, pid, status)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO NOTHING`;

function textIn(row: Readonly<Record<string, unknown>>, name: string): string {
  return typeof row[name] === 'string' ? row[name] : '';
}

/** The ledger of what rules did: each life of a worktree stands in it once. */
export function createProvisionStore({ transaction, read }: StateDatabase) {
  const insert = (claim: Claim, status: 'existing' | 'claimed'): boolean =>
    transaction((db) => {
      const { identity, worktreeId, path, name, rule, preset, at } = claim;
      const values = [identity, worktreeId, path, name, rule, preset, at, process.pid, status];
      return Number(db.prepare(CLAIM).run(...values).changes) === 1;
    });

  return {
    /** Whether this life of a worktree was dealt with, or is being. */
    isHandled: (identity: string): boolean =>
      read(
        (db) =>
          db.prepare('SELECT 1 FROM provisions WHERE identity = ?').get(identity) !== undefined,
      ),

    /** Whether a run that was killed had taken it and not finished. */
    isLeft: (identity: string, isAlive: (pid: number) => boolean): boolean =>
      read((db) => {
        const row = db
          .prepare("SELECT pid FROM provisions WHERE identity = ? AND status = 'claimed'")
          .get(identity);
        return row !== undefined && !isAlive(Number(row['pid']));
      }),

    /** The latest apply to the worktree since it was born, for a run that was killed after it had written. */
    latestApply: (worktreeId: string, since: string): number | null =>
      read((db) => {
        const row = db
          .prepare(
            `SELECT max(id) AS id FROM journal
             WHERE worktree_id = ? AND at >= ? AND action = 'apply' AND status = 'done'`,
          )
          .get(worktreeId, since);
        return typeof row?.['id'] === 'number' ? row['id'] : null;
      }),

    /** Whether a person (or anything of ours) wrote to the worktree since it was born. */
    wasTouched: (worktreeId: string, since: string): boolean =>
      read(
        (db) =>
          db
            .prepare('SELECT 1 FROM journal WHERE worktree_id = ? AND at >= ? AND action <> ?')
            .get(worktreeId, since, 'exclude') !== undefined,
      ),

    /** Takes it for this run; one that a killed run had taken is taken over. @returns false when another was faster */
    claim: (claim: Claim, isAlive: (pid: number) => boolean): boolean =>
      transaction((db) => {
        if (insert(claim, 'claimed')) return true;
        const row = db
          .prepare("SELECT pid FROM provisions WHERE identity = ? AND status = 'claimed'")
          .get(claim.identity);
        if (row === undefined || isAlive(Number(row['pid']))) return false;
        db.prepare('UPDATE provisions SET pid = ?, at = ? WHERE identity = ?').run(
          process.pid,
          claim.at,
          claim.identity,
        );
        return true;
      }),

    /** A worktree that was there when a rule was made: never touched by one. */
    markExisting: (claims: readonly Claim[]): void => {
      transaction(() => {
        for (const claim of claims) insert(claim, 'existing');
      });
    },

    finish: (identity: string, journalId: number | null, failure: string | null): void => {
      transaction((db) => {
        db.prepare(
          'UPDATE provisions SET status = ?, journal_id = ?, failure = ? WHERE identity = ?',
        ).run(failure === null ? 'done' : 'failed', journalId, failure, identity);
      });
    },

    /** What is to be told, latest first: not what was put away, nor what was taken back. */
    notices: (): ProvisionNotice[] =>
      read((db) =>
        db
          .prepare(
            `SELECT p.* FROM provisions p LEFT JOIN journal j ON j.id = p.journal_id
             WHERE p.status IN ('done', 'failed') AND p.dismissed_at IS NULL AND j.undone_at IS NULL
             ORDER BY p.at DESC, p.rowid DESC LIMIT ?`,
          )
          .all(PROVISION_NOTICES)
          .map((row) => ({
            id: textIn(row, 'identity'),
            worktree: textIn(row, 'path'),
            name: textIn(row, 'name'),
            preset: textIn(row, 'preset_id'),
            rule: textIn(row, 'rule_id'),
            journalId: typeof row['journal_id'] === 'number' ? row['journal_id'] : null,
            at: textIn(row, 'at'),
            failure: typeof row['failure'] === 'string' ? row['failure'] : null,
          })),
      ),

    /** Puts notices away: these, or all. */
    dismiss: (ids: readonly string[] | undefined, at: string): void => {
      transaction((db) => {
        const where = ids === undefined ? '' : ' AND identity = ?';
        const update = db.prepare(
          `UPDATE provisions SET dismissed_at = ? WHERE dismissed_at IS NULL${where}`,
        );
        if (ids === undefined) update.run(at);
        else for (const id of ids) update.run(at, id);
      });
    },
  };
}

export type ProvisionStore = ReturnType<typeof createProvisionStore>;
