import type { Scenario } from '../fakes/fake-data.ts';
import { expect, shoot, test } from './fixture.ts';

// Pictures of everything that shows money, light and dark, for a person to look at.

const SCENARIOS: readonly Scenario[] = ['one', 'forty', 'attention', 'plan', 'stale', 'over', 'no-spend-yet']; // prettier-ignore

for (const scenario of SCENARIOS) {
  test(`pictures of the spend in ${scenario}`, async ({ page, open }) => {
    for (const view of ['popover', 'window'] as const) {
      await open(scenario, view);
      await expect(page.locator('.gauge')).toBeVisible();
      await shoot(page, `money-${view}-${scenario}`);
    }
  });
}

test('pictures of a workspace’s money, of what a key may do, and of the settings', async ({
  page,
  open,
}) => {
  await open('plan', 'window');
  await page.locator('.tree-row').nth(2).click();
  await expect(page.getByRole('region', { name: 'Spend today' })).toContainText('today');
  await expect(page.getByRole('link', { name: 'Open in Portkey' })).toHaveAttribute(
    'href',
    'https://app.portkey.ai/logs',
  );
  await shoot(page, 'money-window-detail');
  await page.getByRole('navigation').getByRole('button', { name: 'Accounts' }).click();
  await expect(page.locator('.ability')).toHaveCount(6);
  await page.locator('.abilities').scrollIntoViewIfNeeded();
  await shoot(page, 'money-window-abilities');
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Link to Portkey').first().scrollIntoViewIfNeeded();
  await shoot(page, 'money-window-settings');
});
