import fs from 'node:fs';
import path from 'node:path';

import type { Worktree } from '../../../shared/domain/worktree.ts';
import { carryOut } from '../carry-out.ts';
import { type Operation, OPERATIONS } from '../operations.ts';
import { stateOf } from '../expected.ts';
import { openServices, worktreeAt } from '../services.ts';

/*
 * Applies, clears, undoes and redoes without end, until it is killed. Started with the brief and the log; begins when it is told
 * to, so that starting it takes no time of the test. The log says what is under way and what is done, each line written
 * before the next thing happens.
 */

const [brief = '', log = ''] = process.argv.slice(2);

/** Most of what clear and undo are drawn for is not there to be cleared or undone, so they are drawn more often. */
const LOT: readonly Operation[] = [...OPERATIONS, 'clear', 'clear', 'undo', 'undo'];

async function loop(): Promise<void> {
  const worktrees = JSON.parse(fs.readFileSync(brief, 'utf8')) as Worktree[];
  const out = fs.openSync(log, 'a');
  const services = await openServices({ root: path.dirname(brief), worktrees, swap: true });
  for (;;) {
    const index = Math.floor(Math.random() * worktrees.length);
    const operation = LOT[Math.floor(Math.random() * LOT.length)] ?? 'clear';
    fs.writeSync(out, `start ${operation} ${index}\n`);
    const result = await carryOut(operation, index, services, worktrees);
    const outcome = {
      code: result.ok ? 'ok' : result.failure.code,
      state: stateOf(worktreeAt(worktrees, index)),
    };
    fs.writeSync(out, `done ${operation} ${index} ${JSON.stringify(outcome)}\n`);
  }
}

process.on('message', () => void loop());
process.on('disconnect', () => process.exit());
process.send?.('ready');
