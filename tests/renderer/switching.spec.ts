import { expect, row, test } from './fixture.ts';

test('one click on a preset applies it and offers an undo in the row', async ({ page, open }) => {
  const host = await open('forty');
  const oslo = row(page, 'oslo').first();
  await oslo.getByRole('button', { name: 'Preset of oslo: Anthropic' }).click();
  const release = host.hold();
  await page.getByRole('menuitemradio', { name: /^Bedrock/ }).click();
  await expect(oslo.getByText('Switching to Bedrock …')).toBeVisible();
  release();
  await expect(
    oslo.getByText('Anthropic → Bedrock · open sessions follow in about 2 s'),
  ).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Anthropic → Bedrock' })).toHaveCount(1);
  await oslo.getByRole('button', { name: 'Undo' }).click();
  await expect(oslo.getByText('Taken back: the file is as it was before')).toBeVisible();
  await expect(oslo.getByRole('button', { name: 'Preset of oslo: Anthropic' })).toBeVisible();
});

test('what was done stays in the row for eight seconds', async ({ page, open }) => {
  await page.clock.install();
  await open('one');
  await page.getByRole('button', { name: /^Preset of lisbon/ }).click();
  await page.getByRole('menuitemradio', { name: /^Bedrock/ }).click();
  const done = page.locator('.notice.done');
  await expect(done).toBeVisible();
  await page.mouse.move(5, 5);
  await page.clock.runFor(7000);
  await expect(done).toBeVisible();
  await page.clock.runFor(1500);
  await expect(done).toBeHidden();
  await expect(page.getByText('web-lisbon-7f2a')).toBeVisible();
});

test('everything goes by the keyboard alone', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open('forty');
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('oslo');
  await expect(page.locator('.tree-row .name').first()).toHaveText('oslo');
  await page.keyboard.press('ArrowDown');
  const oslo = row(page, 'oslo').first();
  await expect(oslo).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menuitemradio', { name: /^Anthropic/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(oslo.getByText('Anthropic → Bedrock')).toBeVisible();
  await expect(oslo).toBeFocused();

  await page.keyboard.press('Control+3');
  await expect(oslo.getByText('Bedrock → Vertex AI')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(oslo.getByText('Taken back')).toBeVisible();
  await page.keyboard.press('Control+c');
  await expect(page.getByText('Copied the trace ID web-oslo-7f2a.')).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('web-oslo-7f2a');

  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'oslo' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(oslo).toBeFocused();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeVisible();
});

test('Escape closes the picker first and gives the focus back', async ({ page, open }) => {
  await open('one');
  const lisbon = row(page, 'lisbon');
  await lisbon.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(lisbon).toBeFocused();
});

test('“Not routed” takes the settings away and says what open sessions keep', async ({
  page,
  open,
}) => {
  await open('one');
  await page.getByRole('button', { name: /^Preset of lisbon/ }).click();
  await page.getByRole('menuitemradio', { name: /^Not routed/ }).click();
  const lisbon = row(page, 'lisbon');
  await expect(lisbon.getByText('Anthropic → Not routed')).toBeVisible();
  await expect(lisbon.getByText(/Open sessions keep the gateway/)).toBeVisible();
  await lisbon.getByRole('button', { name: 'Dismiss' }).click();
  await expect(lisbon.getByText(/Open sessions/)).toBeHidden();
});

test('a refusal stands in the row with its next step', async ({ page, open }) => {
  const host = await open('refusals');
  await page.getByRole('button', { name: /^Preset of lima/ }).click();
  await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  const lima = row(page, 'lima');
  await expect(lima.getByText(/writing would commit a key/)).toBeVisible();
  await expect(lima.getByText(/git rm --cached/)).toBeVisible();
  await expect(lima.getByRole('button', { name: /^Preset of lima: Not routed/ })).toBeVisible();

  await page.getByRole('button', { name: /^Preset of kyoto/ }).click();
  await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  const again = row(page, 'kyoto').getByRole('button', { name: 'Try again' });
  // The first request has been answered by then, so that it is not counted as the second.
  await expect(again).toBeVisible();
  const before = host.asked.filter((name) => name === 'assignments.apply').length;
  await again.click();
  await expect
    .poll(() => host.asked.filter((name) => name === 'assignments.apply').length)
    .toBe(before + 1);

  await page.getByRole('button', { name: /^Preset of quito/ }).click();
  await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  await expect(row(page, 'quito').getByText('Store its key under Accounts.')).toBeVisible();
  await row(page, 'quito').getByRole('button', { name: 'Accounts' }).click();
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible();
});

test('a file that git does not ignore: names file and line, and applies after a yes', async ({
  page,
  open,
}) => {
  await open('refusals');
  await page.getByRole('button', { name: /^Preset of lisbon/ }).click();
  await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  const lisbon = row(page, 'lisbon');
  await expect(lisbon.getByText('.claude/settings.local.json', { exact: true })).toBeVisible();
  await expect(lisbon.getByText('/Users/mira/code/web/.git/info/exclude')).toBeVisible();
  await lisbon.getByRole('button', { name: 'Add the line and apply' }).click();
  await expect(lisbon.getByText('Not routed → Anthropic')).toBeVisible();
});

test('a file that is not strict JSON: previews the repair, then repairs and applies', async ({
  page,
  open,
}) => {
  await open('refusals');
  await page.getByRole('button', { name: /^Preset of oslo/ }).click();
  await page.getByRole('menuitemradio', { name: /^Anthropic/ }).click();
  await page.getByRole('button', { name: 'Preview repair' }).click();
  await expect(page.getByText(/strict JSON knows none/)).toBeVisible();
  await expect(page.getByText('// mine')).toBeVisible();
  await page.getByRole('button', { name: 'Repair the file' }).click();
  await expect(
    page.locator('.notice').getByText('The settings file is strict JSON again'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Put on Anthropic' }).click();
  await expect(page.getByText('On Portkey through Anthropic.')).toBeVisible();
});

test('what wins over a workspace’s own settings is said in words', async ({ page, open }) => {
  await open('attention');
  const lisbon = row(page, 'lisbon');
  await expect(lisbon.getByText('Needs attention')).toBeAttached();
  await expect(lisbon.getByText('Overruled by the main checkout’s settings')).toBeVisible();
  await expect(row(page, 'kyoto').getByText('Changed since Switchyard wrote it')).toBeVisible();
  await lisbon.press('Enter');
  await expect(page.getByText(/lisbon is still using the main checkout’s settings/)).toBeVisible();
  await page.getByRole('button', { name: 'Open the main checkout' }).click();
  await expect(page.getByRole('heading', { name: 'web', exact: true })).toBeVisible();
});

test('an undo that is refused says so above the footer', async ({ page, open }) => {
  const host = await open('forty');
  const hanoi = host.model.snapshot().worktrees.find((tree) => tree.name === 'hanoi');
  host.model.handlers['assignments.apply']({ worktree: hanoi?.path ?? '', preset: 'vertex' });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.locator('.footer').getByText('The file has changed since')).toBeVisible();
});
