import { fail, ok } from '../../shared/domain/failure.ts';
import { type Cents, formatMoney, sumCents } from '../../shared/domain/money.ts';
import { expect, test } from './fixture.ts';
import { answer, column, radio, reportOf, table } from './support/spend-page.ts';

test('a fault takes no number away, says what to do, and is tried again', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  const own = { ...host.model.handlers };
  const total = page.locator('.spend-total strong');
  const today = formatMoney(reportOf(host, { range: 'today', by: 'worktree' }).total.cents);
  await expect(total).toHaveText(today);
  const broken = () => fail('portkey.plan');
  answer(host, { 'spend.report': broken, 'spend.series': broken });
  await radio(page, 'This week').check();
  await expect(page.getByText('Your plan or key does not allow analytics')).toHaveCount(1);
  await expect(page.getByText(/Analytics need a paid Portkey plan/)).toBeVisible();
  await expect(page.getByText(/last numbers, of today by workspace, read just now/)).toBeVisible();
  await expect(total).toHaveText(today);
  answer(host, own);
  await page.getByRole('button', { name: 'Retry' }).click();
  const week = formatMoney(reportOf(host, { range: 'week', by: 'worktree' }).total.cents);
  await expect(total).toHaveText(week);
  await expect(page.getByText('does not allow analytics')).toBeHidden();

  answer(host, { 'spend.series': () => fail('network.unreachable') });
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.locator('.spend-chart .note')).toBeVisible();
  await expect(page.locator('.uplot canvas')).toBeVisible();
  await expect(total).toHaveText(week);
}); // prettier-ignore

test('an answer that comes late never takes the place of a newer choice', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  const total = page.locator('.spend-total');
  await expect(total).toContainText('today');
  const release = host.hold();
  await radio(page, 'This month').check();
  await expect(page.locator('.dimmed').first()).toBeVisible();
  await expect(total).toContainText('today');
  await radio(page, 'This week').check();
  release();
  await expect(total).toContainText('this week');
  await expect(page.locator('.dimmed')).toHaveCount(0);
  const week = reportOf(host, { range: 'week', by: 'worktree' }).total.cents;
  await expect(total.locator('strong')).toHaveText(formatMoney(week));
});

test('what is not known is never a zero, and the reason stands beside it', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  const report = reportOf(host, { range: 'week', by: 'worktree' });
  const unknown = { cents: null, requests: null, tokens: null, unpriced: false };
  answer(host, {
    'spend.report': () =>
      ok({
        ...report,
        source: 'estimate',
        scope: 'machine',
        total: unknown,
        rows: report.rows.slice(0, 2).map((row) => ({ ...row, ...unknown })),
      }),
    'spend.series': () => fail('portkey.plan'),
  });
  await radio(page, 'This week').check();
  await expect(page.locator('.spend-total strong')).toHaveText('–not known');
  await expect(page.getByText('There is no total, because the amount is not known.')).toBeVisible();
  await expect(page.locator('.spend-total .tag')).toHaveText('estimate');
  await expect(page.getByText(/Claude Code’s transcripts on this machine/)).toBeVisible();
  await expect(page.getByText(/may lag/)).toBeHidden();
  expect(await column(page, 'cents')).toEqual(['–\nnot known', '–\nnot known']);
  await expect(table(page)).not.toContainText('$0');
}); // prettier-ignore

test('rows that do not come to the total say by how much', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  const report = reportOf(host, { range: 'week', by: 'model' });
  const more = sumCents([report.total.cents ?? (0 as Cents), 500 as Cents]);
  answer(host, {
    'spend.report': () => ok({ ...report, incomplete: true, total: { ...report.total, cents: more } }),
  });
  await radio(page, 'Model').check();
  await radio(page, 'This week').check();
  await expect(page.getByText('the difference of $5.00 from the total is in none of them')).toBeVisible();
  await expect(page.getByText('Portkey’s answer is not whole, so amounts are too low.')).toBeVisible();
}); // prettier-ignore
