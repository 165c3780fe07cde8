import { readFile } from 'node:fs/promises';

import { type Cents, formatMoney } from '../../shared/domain/money.ts';
import { ok } from '../../shared/domain/failure.ts';
import { expect, fitsInWidth, test } from './fixture.ts';
import { answer, column, radio, reportOf, table } from './support/spend-page.ts';

const cents = (text: string) =>
  text.startsWith('$') ? Math.round(Number(text.slice(1)) * 100) : 0;

test('every range and grouping shows its own total, and the rows come to it', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  for (const [range, label] of [['today', 'Today'], ['week', 'This week'], ['month', 'This month']] as const) {
    for (const [by, name] of [['worktree', 'Workspace'], ['provider', 'Provider']] as const) {
      await radio(page, label).check();
      await radio(page, name).check();
      const { total } = reportOf(host, { range, by });
      await expect(page.locator('.spend-total strong')).toHaveText(formatMoney(total.cents));
      await expect(table(page).locator('caption')).toContainText(`by ${name.toLowerCase()}`);
      const printed = (await column(page, 'cents')).map(cents);
      const sum = printed.reduce((before, one) => before + one, 0);
      const shown = Math.round(total.cents ?? -1);
      if (sum === shown) await expect(page.getByText('rounded to the cent')).toBeHidden();
      else await expect(page.getByText(`comes to ${formatMoney(sum as Cents)}`)).toBeVisible();
      expect(Math.abs(sum - shown)).toBeLessThanOrEqual(printed.length);
    }
  }
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'Spend' }).click();
  await expect(radio(page, 'This month')).toBeChecked();
  await expect(radio(page, 'Provider')).toBeChecked();
}); // prettier-ignore

test('the chart has a sentence, and its legend is read and stepped through by keyboard', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  await expect(page.getByRole('img', { name: /^Chart of the spend of today by workspace, one bar for each hour\. The highest is \d\d:00 – \d\d:00 with \$/ })).toBeVisible();
  const items = page.getByRole('list', { name: 'Series' }).getByRole('listitem');
  await expect(items).toHaveCount(8);
  await expect(items.last()).toHaveText(/^Everything else \(19\)\$/);
  const whole = reportOf(host, { range: 'today', by: 'worktree' });
  const named = [...whole.rows].sort((a, b) => (b.cents ?? 0) - (a.cents ?? 0))[0];
  await expect(items.first()).toContainText(formatMoney(named?.cents ?? null));
  await page.getByRole('button', { name: 'Previous hour' }).press('Enter');
  await expect(page.locator('.legend-head output')).toHaveText(/^12:00 – 13:00 · \$/);
  await page.getByRole('button', { name: 'Next hour' }).press('Enter');
  await expect(page.locator('.legend-head output')).toHaveText('All of today');
  const canvas = page.locator('.uplot .u-over');
  const box = await canvas.boundingBox();
  await canvas.hover({ position: { x: ((box?.width ?? 0) * 8.5) / 24, y: 20 } });
  await expect(page.locator('.legend-head output')).toHaveText(/^08:00 – 09:00/);
}); // prettier-ignore

test('the chart is drawn anew for another scheme and another width', async ({ page, open }) => {
  await open('forty', 'window', '#spend');
  const canvas = page.locator('.uplot canvas');
  await expect(canvas).toBeVisible();
  const pixels = () => canvas.evaluate((one: HTMLCanvasElement) => one.toDataURL());
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => document.querySelector('.uplot canvas') !== null);
  const light = await pixels();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(pixels).not.toBe(light);
  const wide = await canvas.evaluate((one) => one.clientWidth);
  await page.setViewportSize({ width: 800, height: 700 });
  await expect.poll(() => canvas.evaluate((one) => one.clientWidth)).toBeLessThan(wide);
  expect(await fitsInWidth(page)).toBe(true);
});

test('the table is sorted by keyboard, unfolds, and leads to a workspace', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  const head = (name: string) => page.getByRole('columnheader', { name });
  await expect(head('Spend')).toHaveAttribute('aria-sort', 'descending');
  await expect(table(page).locator('tbody tr')).toHaveCount(13);
  await page.getByRole('button', { name: 'Show all 26 rows' }).press('Enter');
  await expect(table(page).locator('tbody tr')).toHaveCount(26);
  const falling = (await column(page, 'cents')).map(cents);
  expect(falling).toEqual([...falling].sort((a, b) => b - a));
  await head('Spend').getByRole('button').press('Enter');
  await expect(head('Spend')).toHaveAttribute('aria-sort', 'ascending');
  const rising = (await column(page, 'cents')).map(cents);
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  await head('Workspace').getByRole('button').press('Space');
  await expect(head('Workspace')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head('Spend')).not.toHaveAttribute('aria-sort', /./);
  await expect(table(page).locator('tbody th').last()).toHaveText(
    'Workspaces not on this machine',
  );

  const tree = host.model.snapshot().worktrees.find((one) => one.assignment !== null);
  await page.getByRole('button', { name: `${tree?.repo}/${tree?.name}`, exact: true }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: tree?.name })).toBeVisible();
}); // prettier-ignore

test('the rows are exported as CSV', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  await radio(page, 'Model').check();
  await expect(page.getByRole('cell', { name: 'not priced' })).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('switchyard-spend-today-by-model-2026-08-14.csv');
  const text = await readFile(await download.path(), 'utf8');
  const { rows, total } = reportOf(host, { range: 'today', by: 'model' });
  const records = text.trimEnd().split('\r\n').map((line) => line.split(','));
  expect(records).toHaveLength(rows.length + 1);
  expect(records[0]?.slice(0, 4)).toEqual(['kind', 'key', 'label', 'usd']);
  expect(records.at(-1)?.[6]).toBe('yes');
  const usd = records.slice(1).reduce((sum, record) => sum + Number(record[3]), 0);
  expect(usd).toBeCloseTo((total.cents ?? -1) / 100, 6);
}); // prettier-ignore

test('a thousand rows are there at once', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  const report = reportOf(host, { range: 'week', by: 'worktree' });
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    ...report.rows[0],
    kind: 'named' as const,
    key: `w${at}`,
    label: `web/w${at}`,
    cents: (at + 1) as Cents,
    requests: 1,
    tokens: 1,
    unpriced: false,
  }));
  const total = { cents: 500_500 as Cents, requests: 1000, tokens: 1000, unpriced: false };
  answer(host, { 'spend.report': () => ok({ ...report, rows, total }) });
  await radio(page, 'This week').check();
  await expect(table(page).locator('tbody tr').last()).toContainText('988 more rows');
  await page.getByRole('button', { name: 'Show all 1000 rows' }).click();
  await expect(table(page).locator('tbody tr')).toHaveCount(1000);
  await page.getByRole('columnheader', { name: 'Tokens' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Tokens' })).toHaveAttribute('aria-sort', 'descending');
}); // prettier-ignore

test('with two accounts there is a choice, and the request names the one that was chosen', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#spend');
  const asked: (string | undefined)[] = [];
  const one = { source: null, today: null, week: null, month: null, worktrees: null, series: null, problem: null, refreshing: false } as const;
  const { 'spend.report': report } = host.model.handlers;
  answer(host, {
    'snapshot.get': () =>
      ok({ ...host.model.snapshot(), rev: 99, spend: [{ ...one, account: 'work' }, { ...one, account: 'play' }] }),
    'spend.report': (input) => {
      asked.push(input.account);
      return report(input);
    },
  });
  await expect(page.getByLabel('Account', { exact: true })).toBeHidden();
  await page.reload();
  await page.getByLabel('Account', { exact: true }).selectOption('play');
  await expect.poll(() => asked).toContain('play');
  expect(asked).toContain('work');
}); // prettier-ignore

test('without an account the page leads to one', async ({ page, open }) => {
  const host = await open('empty', 'window', '#spend');
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('button', { name: 'Add a key' }).click();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
  expect(host.asked).not.toContain('spend.report');
});
