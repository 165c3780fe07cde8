import { type Cents } from '../../shared/domain/money.ts';
import { expect, shoot, test } from './fixture.ts';

// Pictures of the Spend page, light and dark, for a person to look at. Each asserts that the screen is really there.

test('pictures of the spend page', async ({ page, open }) => {
  await page.clock.setFixedTime('2026-08-14T10:00:00Z');
  const host = await open('forty', 'window', '#spend');
  await expect(page.locator('.uplot canvas')).toBeVisible();
  await shoot(page, 'window-spend');
  await page.getByRole('button', { name: 'Previous hour' }).click();
  await expect(page.locator('.legend-head output')).toHaveText(/^12:00/);
  await shoot(page, 'window-spend-hour');
  await page.getByRole('radio', { name: 'This month' }).check();
  await page.getByRole('radio', { name: 'Model' }).check();
  await expect(page.getByRole('cell', { name: 'not priced' })).toBeVisible();
  await shoot(page, 'window-spend-month');
  await page.getByRole('button', { name: 'Edit the budget of Account work' }).click();
  await page.locator('.spend-body').evaluate((body) => body.scrollTo(0, 9999));
  await shoot(page, 'window-spend-budgets');

  const { 'spend.series': series, 'spend.report': report } = { ...host.model.handlers };
  Object.assign(host.model.handlers, {
    'spend.series': (input: Parameters<typeof series>[0]) => {
      const answer = series(input);
      if (!answer.ok) return answer;
      const lines = answer.value.lines.map((line, at) => ({
        ...line,
        cents: line.cents.map((cents, hour) =>
          [3, 4, 5].includes(hour) || (hour === 9 && at > 2) || hour === 7 ? null : cents,
        ),
      }));
      return { ok: true, value: { ...answer.value, lines, incomplete: true } };
    },
    'spend.report': (input: Parameters<typeof report>[0]) => {
      const answer = report(input);
      if (!answer.ok) return answer;
      const total = { ...answer.value.total, cents: 123_456_789 as Cents };
      return {
        ok: true,
        value: {
          ...answer.value,
          total,
          incomplete: true,
          scope: 'workspace',
          notes: ['Portkey counts no requests that were answered from its cache.'],
        },
      };
    },
  });
  await page.getByRole('radio', { name: 'Today' }).check();
  await page.getByRole('radio', { name: 'Provider' }).check();
  await expect(page.getByText('Portkey’s answer is not whole')).toBeVisible();
  await expect(page.getByRole('img', { name: /4 hours are not known/ })).toBeVisible();
  await shoot(page, 'window-spend-gaps');
});

test('pictures of the spend page in the popover', async ({ page, open }) => {
  await page.clock.setFixedTime('2026-08-14T10:00:00Z');
  await open('forty', 'popover', '#spend');
  await expect(page.locator('.uplot canvas')).toBeVisible();
  await shoot(page, 'popover-spend');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('form', { name: 'New budget' })).toBeVisible();
  await page.getByRole('heading', { name: 'Budgets' }).scrollIntoViewIfNeeded();
  await shoot(page, 'popover-spend-budgets');
});
