import { expect, shoot, test } from './fixture.ts';

// Pictures of every screen, light and dark, for a person to look at. Each asserts that the screen is really there.

test('pictures of the popover', async ({ page, open }) => {
  await open('forty');
  await expect(page.getByRole('grid')).toBeVisible();
  await shoot(page, 'popover-forty');
  await page.locator('.tree-row').nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu')).toBeVisible();
  await shoot(page, 'popover-picker');
  await page.getByRole('menuitemradio', { name: /Vertex/ }).click();
  await expect(page.locator('.notice.done')).toBeVisible();
  await shoot(page, 'popover-applied');
  await page.getByLabel(/^Search/).fill('zzz');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await shoot(page, 'popover-no-match');
});

test('pictures of the popover in other states', async ({ page, open }) => {
  await open('attention');
  await expect(page.getByText('2 need attention')).toBeVisible();
  await shoot(page, 'popover-attention');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await shoot(page, 'popover-settings');
  await open('one');
  await expect(page.locator('.tree-row')).toHaveCount(1);
  await shoot(page, 'popover-one');
  await page.locator('.tree-row').press('Enter');
  await expect(page.getByText(/would change/)).toBeVisible();
  await shoot(page, 'popover-detail');
  await open('long-names');
  await expect(page.locator('.tree-row')).toHaveCount(2);
  await shoot(page, 'popover-long-names');
});

test('pictures of refusals', async ({ page, open }) => {
  await open('refusals');
  for (const index of [0, 1, 2]) {
    await page.locator('.pop-up').nth(index).click();
    await page.getByRole('menuitemradio', { name: /Bedrock/ }).click();
    await expect(page.locator('.notice.refused')).toHaveCount(index + 1);
  }
  await shoot(page, 'popover-refused');
  await page.getByRole('button', { name: 'Preview repair' }).click();
  await expect(page.getByRole('heading', { name: 'Repair the settings file' })).toBeVisible();
  await shoot(page, 'popover-repair');
});

test('pictures of the window', async ({ page, open }) => {
  const host = await open('forty', 'window');
  await page.locator('.tree-row').nth(2).click();
  await expect(page.getByText(/would change/)).toBeVisible();
  await page.getByLabel('Preset', { exact: true }).selectOption('vertex');
  await expect(page.getByText(/variables would change/)).toBeVisible();
  await shoot(page, 'window-workspaces');
  await page.getByText('Environment to paste elsewhere').click();
  await page.getByText(/where each comes from/).click();
  await expect(page.getByRole('textbox', { name: 'Environment' })).toBeVisible();
  await page.locator('.detail-pane .detail-body').evaluate((body) => body.scrollTo(0, 9999));
  await shoot(page, 'window-workspaces-end');
  for (const [name, heading] of [
    ['Presets', 'Presets'],
    ['Accounts', 'Accounts'],
    ['Settings', 'Settings'],
  ] as const) {
    await page.getByRole('navigation').getByRole('button', { name }).click();
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await shoot(page, `window-${name.toLowerCase()}`);
  }
  const trees = host.model.snapshot().worktrees.slice(1, 5);
  for (const tree of trees) {
    host.model.handlers['assignments.apply']({ worktree: tree.path, preset: 'vertex' });
  }
  host.model.handlers['journal.undo']({});
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  await expect(page.locator('.entry')).toHaveCount(5);
  await shoot(page, 'window-history');
  await page.getByRole('navigation').getByRole('button', { name: 'Presets' }).click();
  await page.getByRole('button', { name: 'New preset' }).click();
  await shoot(page, 'window-presets-new');
  await page.getByRole('menuitem', { name: 'Import …' }).click();
  await expect(page.getByRole('heading', { name: 'Import presets' })).toBeVisible();
  await shoot(page, 'window-import');
});

test('pictures of the first run', async ({ page, open }) => {
  await open('first-run');
  await expect(page.getByRole('heading', { name: 'Store your Portkey key' })).toBeVisible();
  await shoot(page, 'first-run-1');
  await page.getByLabel('Portkey key').fill('pk-test-1234567890');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a provider' })).toBeVisible();
  await shoot(page, 'first-run-2');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('heading', { name: /Put workspaces on/ })).toBeVisible();
  await shoot(page, 'first-run-3');
  await page.setViewportSize({ width: 1040, height: 700 });
  await page.goto(page.url().replace('popover', 'window'));
  await expect(page.getByRole('grid')).toBeVisible();
  await shoot(page, 'window-after-first-run');
  await open('no-keychain', 'window');
  await expect(page.getByText('No Secret Service answers')).toBeVisible();
  await shoot(page, 'window-no-keychain');
  await page.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByText('No Portkey key is stored yet')).toBeVisible();
  await shoot(page, 'window-set-up-left');
  await open('empty');
  await page.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByText('No workspace was found')).toBeVisible();
  await shoot(page, 'popover-empty');
});

test('a picture of the host that is gone', async ({ page, open, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource|ERR_/);
  const host = await open('one');
  await expect(page.getByRole('grid')).toBeVisible();
  await host.close();
  await expect(page.getByText('Switchyard is not running any more.')).toBeVisible();
  await shoot(page, 'popover-gone');
});
