import { z } from 'zod';

/** What one suite did. `problem` is set when it cannot count as a pass whatever its numbers say. */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The full titles of the tests that did not run. */
  readonly skippedTitles: readonly string[];
  readonly problem: string | null;
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const playwrightTest = z.object({ status: z.string() });
const playwrightSpec = z.object({ title: z.string(), tests: z.array(playwrightTest) });
interface PlaywrightSuite {
  title: string;
  specs?: z.infer<typeof playwrightSpec>[] | undefined;
  suites?: PlaywrightSuite[] | undefined;
}
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  title: z.string(),
  specs: z.array(playwrightSpec).optional(),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.unknown()).default([]),
});

/** A suite that left no readable report: it is missing, or its runner broke. */
export function noReport(problem: string): SuiteCounts {
  return { passed: 0, failed: 0, skipped: 0, skippedTitles: [], problem };
}

/** Counts vitest's JSON report. A file that failed before any of its tests ran is one failure. */
export function countVitest(report: unknown): SuiteCounts {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return noReport('its report cannot be read');
  let passed = 0;
  let failed = 0;
  const skippedTitles: string[] = [];
  for (const file of parsed.data.testResults) {
    const failedBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failed += 1;
      else skippedTitles.push(test.fullName);
    }
    if (file.status === 'failed' && failed === failedBefore) failed += 1;
  }
  return settle(passed, failed, skippedTitles);
}

/** Counts Playwright's JSON report. A flaky test (failed, then passed on a retry) is a failure. */
export function countPlaywright(report: unknown): SuiteCounts {
  const parsed = playwrightReport.safeParse(report);
  if (!parsed.success) return noReport('its report cannot be read');
  let passed = 0;
  let failed = parsed.data.errors.length;
  const skippedTitles: string[] = [];
  const walk = (suite: PlaywrightSuite, path: readonly string[]): void => {
    const here = [...path, suite.title];
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') passed += 1;
        else if (test.status === 'skipped') skippedTitles.push([...here, spec.title].join(' › '));
        else failed += 1;
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, here);
  };
  for (const suite of parsed.data.suites) walk(suite, []);
  return settle(passed, failed, skippedTitles);
}

function settle(passed: number, failed: number, skippedTitles: readonly string[]): SuiteCounts {
  const ran = passed + failed;
  return {
    passed,
    failed,
    skipped: skippedTitles.length,
    skippedTitles,
    problem: ran === 0 ? 'it ran no test' : null,
  };
}
