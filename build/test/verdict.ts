import type { SuiteCounts } from './counts.ts';

/** A test may be skipped in CI only when its title says that it needs what no package here can bring. */
export const NEEDS_ELECTRON = '[needs Electron binary]';

export interface StageOutcome {
  readonly name: string;
  readonly seconds: number;
  /** For a check: its exit code. For a suite: its runner's exit code. null: it was not started, see `notRun`. */
  readonly exitCode: number | null;
  readonly notRun?: string | undefined;
  readonly counts: SuiteCounts | null;
}

export interface Verdict {
  readonly passed: boolean;
  /** Why not, one sentence each. */
  readonly problems: readonly string[];
  /** Titles of tests that did not run and may not have. */
  readonly didNotRun: readonly string[];
  readonly table: readonly string[];
  /** `N passed, N failed, N skipped`: the sums over all suites. */
  readonly closingLine: string;
}

/** Decides whether a whole run passed. With `strict` (in CI) a skipped test is a failure unless it may be skipped. */
export function judge(outcomes: readonly StageOutcome[], strict: boolean): Verdict {
  const problems: string[] = [];
  const didNotRun: string[] = [];
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, exitCode, counts, notRun } of outcomes) {
    const titles = counts?.skippedTitles ?? [];
    const allowed = titles.filter((title) => title.includes(NEEDS_ELECTRON));
    const others = titles.filter((title) => !title.includes(NEEDS_ELECTRON));
    didNotRun.push(...titles);
    sum.passed += counts?.passed ?? 0;
    sum.failed += counts?.failed ?? 0;
    sum.skipped += counts?.skipped ?? 0;
    // A suite of which every test may be skipped has not failed to run.
    const onlyAllowed = counts !== null && counts.skipped > 0 && counts.skipped === allowed.length;
    const empty = counts?.problem != null && !onlyAllowed;
    if (notRun !== undefined) problems.push(`${name} did not run: ${notRun}.`);
    else if ((counts?.failed ?? 0) > 0) problems.push(`${name}: ${counts?.failed} failed.`);
    else if (empty) problems.push(`${name}: ${counts?.problem}.`);
    else if (exitCode !== 0) problems.push(`${name} ended with exit code ${exitCode}.`);
    if (strict && others.length > 0) {
      problems.push(`${name} skipped ${others.length} that must run here: ${others.join('; ')}.`);
    }
  }
  return {
    passed: problems.length === 0,
    problems,
    didNotRun,
    table: outcomes.map(row),
    closingLine: `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`,
  };
}

function row({ name, seconds, exitCode, counts, notRun }: StageOutcome): string {
  const head = `${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s  `;
  if (notRun !== undefined) return `${head}not run: ${notRun}`;
  if (counts === null) return `${head}${exitCode === 0 ? 'ok' : 'FAILED'}`;
  const numbers = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  if (counts.problem !== null) return `${head}${numbers} (${counts.problem})`;
  return `${head}${numbers}`;
}
