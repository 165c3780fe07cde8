import { describe, expect, it } from 'vitest';

import { countPlaywright, countVitest, noReport } from '../../../build/test/counts.ts';
import { blockedBy, selectStages, STAGES } from '../../../build/test/stages.ts';
import { judge, type StageOutcome } from '../../../build/test/verdict.ts';

describe('the counts of a suite', () => {
  const vitest = (...statuses: string[]) => ({
    testResults: [
      {
        name: 'a.test.ts',
        status: statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults: statuses.map((status, at) => ({ fullName: `test ${at}`, status })),
      },
    ],
  });

  it('come from vitest’s report, skipped and to-do tests by name', () => {
    expect(countVitest(vitest('passed', 'failed', 'skipped', 'todo', 'pending'))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 3,
      skippedTitles: ['test 2', 'test 3', 'test 4'],
      problem: null,
    });
  });

  it('count a file that broke before its tests as one failure', () => {
    const broken = { testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] };
    expect(countVitest(broken)).toMatchObject({ failed: 1, problem: null });
  });

  it('come from Playwright’s report at any depth; a flaky test is a failure', () => {
    const spec = (title: string, ...statuses: string[]) => ({
      title,
      tests: statuses.map((status) => ({ status })),
    });
    const report = {
      suites: [
        {
          title: 'popover.spec.ts',
          specs: [spec('opens', 'expected')],
          suites: [
            {
              title: 'at night',
              specs: [spec('is dark', 'expected', 'flaky'), spec('prints', 'skipped')],
            },
          ],
        },
      ],
      errors: [{ message: 'a worker broke' }],
    };
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      skippedTitles: ['popover.spec.ts › at night › prints'],
      problem: null,
    });
  });

  it('say when nothing ran or nothing can be read', () => {
    expect(countVitest({ testResults: [] }).problem).toBe('it ran no test');
    expect(countPlaywright({ suites: [] }).problem).toBe('it ran no test');
    expect(countVitest('nonsense').problem).toBe('its report cannot be read');
    expect(countPlaywright(null).problem).toBe('its report cannot be read');
  });
});

describe('the verdict', () => {
  const suite = (
    name: string,
    more: Partial<StageOutcome['counts'] & object> = {},
  ): StageOutcome => ({
    name,
    seconds: 1,
    exitCode: 0,
    counts: { passed: 3, failed: 0, skipped: 0, skippedTitles: [], problem: null, ...more },
  });
  const check: StageOutcome = { name: 'lint', seconds: 1, exitCode: 0, counts: null };

  it('passes when all ran, and ends with the sums', () => {
    const verdict = judge([check, suite('unit'), suite('real', { passed: 4 })], true);
    expect(verdict).toMatchObject({ passed: true, problems: [] });
    expect(verdict.closingLine).toBe('7 passed, 0 failed, 0 skipped');
    expect(verdict.table).toHaveLength(3);
  });

  it.each([
    ['a failed check', { ...check, exitCode: 1 }, 'lint ended with exit code 1.'],
    ['a failed test', suite('unit', { failed: 2 }), 'unit: 2 failed.'],
    [
      'a runner that ended badly',
      { ...suite('unit'), exitCode: 1 },
      'unit ended with exit code 1.',
    ],
    ['no test', suite('unit', { passed: 0, problem: 'it ran no test' }), 'unit: it ran no test.'],
    [
      'no report',
      { ...suite('unit'), counts: noReport('it left no report') },
      'unit: it left no report.',
    ],
    [
      'a stage that could not run',
      { ...check, exitCode: null, notRun: 'build failed' },
      'lint did not run: build failed.',
    ],
  ])('does not pass with %s', (_, outcome, problem) => {
    const verdict = judge([outcome, suite('real')], false);
    expect(verdict.passed).toBe(false);
    expect(verdict.problems).toEqual([problem]);
  });

  it('lets a skipped test pass on a person’s machine and not in CI', () => {
    const outcomes = [suite('real', { skipped: 1, skippedTitles: ['claude answers'] })];
    expect(judge(outcomes, false)).toMatchObject({ passed: true, didNotRun: ['claude answers'] });
    expect(judge(outcomes, true).problems).toEqual([
      'real skipped 1 that must run here: claude answers.',
    ]);
    expect(judge(outcomes, true).closingLine).toBe('3 passed, 0 failed, 1 skipped');
  });

  it('lets a test that needs Electron’s binary be skipped in CI too, and names it', () => {
    const title = 'boots [needs Electron binary]';
    const some = suite('real', { skipped: 1, skippedTitles: [title] });
    const only = suite('electron', {
      passed: 0,
      skipped: 1,
      skippedTitles: [title],
      problem: 'it ran no test',
    });
    expect(judge([some, only], true)).toMatchObject({ passed: true, didNotRun: [title, title] });
  });
});

describe('choosing a part', () => {
  it('keeps the order, says what is unknown, and knows a whole run', () => {
    const part = selectStages(['real', 'unit']);
    expect(part.ok && part.stages.map(({ name }) => name)).toEqual(['unit', 'real']);
    expect(part.ok && part.whole).toBe(false);
    expect(selectStages([])).toMatchObject({ ok: true, whole: true });
    expect(selectStages(STAGES.map(({ name }) => name))).toMatchObject({ whole: true });
    expect(selectStages(['unti'])).toMatchObject({
      ok: false,
      message: expect.stringContaining('“unti”'),
    });
  });

  it('does not run what stands on a build that failed', () => {
    const renderer = STAGES.find(({ name }) => name === 'renderer');
    expect(renderer && blockedBy(renderer, new Set(['build']))).toBe('build failed');
    expect(renderer && blockedBy(renderer, new Set(['lint', 'unit']))).toBeNull();
  });
});
