import type { Scenario } from '../fakes/fake-data.ts';
import { expect, fitsInWidth, row, test } from './fixture.ts';
import { findings } from './support/axe.ts';

// Axe reads the page twice for every state.
test.describe.configure({ timeout: 90_000 });

test('the gauge is a meter with its sentence, and Return opens Spend', async ({ page, open }) => {
  await open('one');
  const meter = page.getByRole('meter', { name: 'Budget: work' });
  await expect(meter).toHaveAttribute('aria-valuetext', '$12.40 of $20 today · 62 %.');
  await expect(meter).toHaveAttribute('aria-valuenow', '62');
  await page.keyboard.press('Tab');
  const gauge = page.getByRole('button', { name: /^\$12\.40 today/ });
  await expect(gauge).toBeFocused();
  await expect(gauge).toHaveAccessibleDescription(/What this key spent.*lag by up to about 3/);
  await expect(page.locator('.gauge-source')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#spend$/);
});

test('rows, repositories and what belongs to none say their spend', async ({ page, open }) => {
  await open('one');
  await expect(row(page, 'lisbon').locator('.money')).toContainText('$11.28');
  await expect(page.locator('.group-name .money')).toContainText('$11.28');
  await expect(page.getByRole('list', { name: 'Spend of no workspace here' })).toContainText(
    'No workspace$1.12',
  );
  await open('no-spend-yet');
  await expect(row(page, 'oslo').locator('.money')).toHaveText(
    '– today. Spend by workspace is not read yet.',
  );
});

test('a fault keeps the last good number and can be tried again', async ({ page, open }) => {
  const host = await open('stale');
  await expect(page.getByText('last good 12 min ago')).toBeVisible();
  await expect(page.getByText('The gateway could not be reached.')).toBeVisible();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => host.asked).toContain('spend.refresh');
});

test('Refresh asks for workspaces and for spend', async ({ page, open }) => {
  const host = await open('one');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect
    .poll(() => host.asked)
    .toEqual(expect.arrayContaining(['worktrees.rescan', 'spend.refresh']));
});

test('the view says that it can be seen, and that it goes', async ({ page, open }) => {
  const host = await open('one');
  await expect(page.locator('.gauge')).toBeVisible();
  const reports = () => host.asked.filter((name) => name === 'view.report').length;
  await expect.poll(reports).toBe(1);
  await page.goto('about:blank');
  await expect.poll(reports).toBe(2);
});

test('alerts stay until they are dismissed, and only new ones are spoken', async ({
  page,
  open,
}) => {
  const host = await open('over');
  const banner = page.getByRole('region', { name: 'Budget alerts' });
  await expect(banner).toContainText('has used more than all of its $10.00');
  const spoken = page.locator('.frame > output');
  await expect(spoken).toHaveText('');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
  expect(host.model.snapshot().alerts).toEqual([]);
});

test('without an account there is no gauge and no amount', async ({ page, open }) => {
  await open('first-run');
  await page.getByRole('button', { name: /Later/ }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.locator('.gauge, .money')).toHaveCount(0);
});

for (const scenario of ['plan', 'stale', 'over', 'attention', 'no-spend-yet'] as Scenario[]) {
  test(`axe finds nothing serious about money in ${scenario}`, async ({ page, open }) => {
    await open(scenario);
    await expect(page.locator('.gauge')).toBeVisible();
    expect(await fitsInWidth(page)).toBe(true);
    expect(await findings(page)).toEqual([]);
  });
}
