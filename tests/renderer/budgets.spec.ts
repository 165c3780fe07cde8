import type { Page } from '@playwright/test';

import { fail } from '../../shared/domain/failure.ts';
import { expect, fitsInWidth, test } from './fixture.ts';
import { findings } from './support/axe.ts';

const mine = (page: Page) => page.getByRole('list', { name: 'Yours' }).getByRole('listitem');
const form = (page: Page, name = 'New budget') => page.getByRole('form', { name });
const add = (page: Page) => page.getByRole('button', { name: 'Add', exact: true });

test('shows Portkey’s budgets and one’s own, each state in words', async ({ page, open }) => {
  await page.clock.setFixedTime('2026-08-14T10:00:00Z');
  await open('forty', 'window', '#spend');
  const theirs = page.getByRole('list', { name: 'Portkey' }).getByRole('listitem');
  await expect(theirs).toHaveCount(3);
  await expect(theirs.nth(0)).toContainText('$213.40 of $500.00 a month');
  await expect(theirs.nth(0)).toContainText('42\u00a0% used');
  await expect(theirs.nth(1)).toContainText('Nearly used up · 85\u00a0% used');
  await expect(theirs.nth(1)).toContainText(
    'At this pace $249 by 31 August; limit reached Wednesday about 16:40. Read 2 min ago.',
  );
  await expect(theirs.nth(2)).toContainText('Use not known');
  await expect(theirs.nth(2)).toContainText('Portkey does not say how much');
  await expect(theirs.getByRole('button')).toHaveCount(0);
  await expect(mine(page)).toContainText('$3.12 over the budget');
});

test('adds a budget; a limit that is none is refused beside its field', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  await add(page).click();
  const limit = page.getByLabel('Limit in dollars');
  const save = form(page).getByRole('button', { name: 'Save' });
  await expect(page.getByLabel('For', { exact: true })).toBeFocused();
  await expect(save).toBeDisabled();
  await limit.fill('twenty');
  await save.click();
  await expect(page.getByText(/“twenty” is no limit\. Type an amount in dollars/)).toBeVisible();
  await expect(limit).toHaveAttribute('aria-invalid', 'true');
  expect(host.asked).not.toContain('budgets.save');

  await page.getByLabel('For', { exact: true }).selectOption({ label: 'web/lisbon' });
  await form(page).getByRole('radio', { name: 'Week' }).check();
  await limit.fill('$1,020.50');
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'Spend' }).click();
  // While History is still on its way the page of before is there but hidden, and takes no keys.
  await expect(limit).toBeVisible();
  await expect(limit).toHaveValue('$1,020.50');
  await limit.press('Enter');
  await expect(form(page)).toBeHidden();
  await expect(mine(page)).toHaveCount(2);
  await expect(mine(page).last()).toContainText('$8.12 of $1,020.50 a week');
  await expect(add(page)).toBeFocused();
  expect(host.model.snapshot().budgets.at(-1)?.local).toMatchObject({
    scope: { kind: 'worktree', worktree: 'web-lisbon', name: 'web/lisbon' },
    period: 'week',
    limitUsd: 1020.5,
  });
});

test('changes and removes a budget, and says why it could not', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  const own = { ...host.model.handlers };
  await page.getByRole('button', { name: 'Edit the budget of Account work' }).click();
  const limit = page.getByLabel('Limit in dollars');
  const save = form(page, 'Budget').getByRole('button', { name: 'Save' });
  await limit.fill('$5.00');
  await expect(save).toBeDisabled();
  await limit.fill('9');
  Object.assign(host.model.handlers, { 'budgets.save': () => fail('state.unreadable') });
  await save.click();
  await expect(page.locator('.budget .note.bad')).toBeVisible();
  await expect(limit).toHaveValue('9');
  Object.assign(host.model.handlers, own);
  await save.click();
  await expect(mine(page)).toContainText('Nearly used up · 90\u00a0% used');
  await expect(
    page.getByRole('button', { name: 'Edit the budget of Account work' }),
  ).toBeFocused();

  await mine(page).getByRole('button', { name: 'Remove …' }).click();
  await expect(page.getByText('Remove the budget of Account work?')).toBeVisible();
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(mine(page)).toHaveCount(1);
  await mine(page).getByRole('button', { name: 'Remove …' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(mine(page)).toHaveCount(0);
  expect(host.model.snapshot().budgets.every((one) => one.origin === 'portkey')).toBe(true);
}); // prettier-ignore

for (const view of ['popover', 'window'] as const) {
  test(`axe finds nothing serious on the spend page in the ${view}`, async ({ page, open }) => {
    test.setTimeout(90_000);
    await open('forty', view, '#spend');
    await expect(page.locator('.uplot canvas')).toBeVisible({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Show all 26 rows' }).click();
    await add(page).click();
    await page.getByLabel('Limit in dollars').fill('x');
    await page.getByLabel('Limit in dollars').blur();
    await expect(page.getByText('“x” is no limit')).toBeVisible();
    await mine(page).getByRole('button', { name: 'Remove …' }).click();
    expect(await fitsInWidth(page)).toBe(true);
    expect(await findings(page)).toEqual([]);
  });
}
