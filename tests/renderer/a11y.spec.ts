import { expect, test } from './fixture.ts';
import { findings } from './support/axe.ts';

// Axe reads the whole page twice for every screen: a minute and more on two busy cores.
test.describe.configure({ timeout: 240_000 });

for (const view of ['popover', 'window'] as const) {
  test(`axe finds nothing serious in the ${view}`, async ({ page, open }) => {
    await open('attention', view);
    await expect(page.getByRole('grid')).toBeVisible();
    expect(await findings(page), 'list').toEqual([]);
    await page.getByRole('button', { name: /^Preset of lisbon/ }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await findings(page), 'picker').toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.tree-row').nth(1).click();
    await expect(page.getByText(/would change/)).toBeVisible();
    await page.getByText(/where each comes from/).click();
    await page.getByText('Environment to paste elsewhere').click();
    expect(await findings(page), 'detail').toEqual([]);
    for (const hash of ['presets', 'accounts', 'history', 'settings']) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await expect(page.locator('.page-header').first()).toBeVisible();
      expect(await findings(page), hash).toEqual([]);
    }
  });
}

test('axe finds nothing serious in refusals and results', async ({ page, open }) => {
  await open('refusals');
  for (const name of ['lisbon', 'oslo', 'porto']) {
    await page.getByRole('button', { name: new RegExp(`^Preset of ${name}`) }).click();
    await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  }
  await expect(page.locator('.notice')).toHaveCount(3);
  expect(await findings(page)).toEqual([]);
});

test('axe finds nothing serious in the first run and the editors in the popover', async ({
  page,
  open,
}) => {
  await open('first-run');
  await page.getByText('Advanced').click();
  expect(await findings(page), 'key').toEqual([]);
  await page.getByLabel('Portkey key').fill('pk-test-1234567890');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a provider' })).toBeVisible();
  await page.getByLabel('Provider slug').fill('no slug');
  await page.getByLabel('Provider slug').blur();
  await expect(page.getByText('is not a provider slug')).toBeVisible();
  expect(await findings(page), 'provider').toEqual([]);
  await page.getByLabel('Provider slug').fill('@anthropic-prod');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('heading', { name: /Put workspaces/ })).toBeVisible();
  expect(await findings(page), 'workspaces').toEqual([]);
  await page.getByRole('button', { name: 'Finish later' }).click();
  await page.evaluate(() => {
    location.hash = 'presets';
  });
  await page.getByRole('button', { name: /^Anthropic/ }).click();
  expect(await findings(page), 'preset').toEqual([]);
});

test('there is one tab stop in the list, and the focus ring is drawn', async ({ page, open }) => {
  await open('forty');
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.locator('[data-stop][tabindex="0"]')).toHaveCount(1);
  // The gauge, the search, the list.
  for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
  const focused = page.locator('[data-stop]:focus');
  await expect(focused).toHaveCount(1);
  const outline = await focused.evaluate((row) => getComputedStyle(row).outlineStyle);
  expect(outline).toBe('solid');
});
