import type { FakeHost } from '../fakes/fake-host.ts';
import { expect, fitsInWidth, shoot, test } from './fixture.ts';
import { findings } from './support/axe.ts';

test.describe.configure({ timeout: 120_000 });

/** Writes as another face would make them: three together, one alone, one that somebody else has changed since. */
function writeSome(host: FakeHost): void {
  const apply = (name: string, preset: string) => {
    const tree = host.model.snapshot().worktrees.find((one) => one.name === name);
    host.model.handlers['assignments.apply']({ worktree: tree?.path ?? '', preset });
  };
  host.model.inBatch('all-1');
  for (const name of ['oslo', 'porto', 'quito']) apply(name, 'vertex');
  host.model.inBatch(null);
  apply('oslo', 'bedrock');
  apply('hanoi', 'vertex');
}

test('a write goes back and forth again by its buttons', async ({ page, open }) => {
  const host = await open('forty', 'window', '#history');
  await expect(page.getByText('Nothing has been written yet')).toBeVisible();
  writeSome(host);
  await expect(page.locator('.entry')).toHaveCount(5);
  await page.getByRole('button', { name: /^Undo: oslo.*Bedrock/ }).click();
  await page.getByRole('button', { name: /^Redo: oslo.*Bedrock/ }).click();
  await expect(page.getByRole('button', { name: /^Undo: oslo.*Bedrock/ })).toBeVisible();
  await expect(page.locator('.batch .entry').filter({ hasText: 'oslo' })).toContainText(
    'has to be taken back first',
  );
});

test('what was written together goes back together, and what cannot is named', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#history');
  writeSome(host);
  const batch = page.locator('.batch');
  await expect(batch.getByText('3 writes together')).toBeVisible();
  await page.getByRole('button', { name: /^Undo: oslo.*Bedrock/ }).click();
  await batch.getByRole('button', { name: 'Undo all 3 writes of all-1' }).click();
  await expect(page.getByRole('main').getByText('Taken back: 3 of 3')).toBeVisible();
  await expect(batch.getByText('all taken back')).toBeVisible();
  await expect(batch.getByRole('button', { name: /^Redo/ })).toHaveCount(3);
});

test('a write that somebody else stands in the way of is compared, and put back by force', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#history');
  writeSome(host);
  const compare = page.getByRole('button', { name: /^Compare: hanoi/ });
  await compare.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Three sides of this write' });
  await expect(panel.getByText('https://proxy.example.test')).toBeVisible();
  await expect(panel.getByText('changed by somebody else')).toHaveCount(1);
  await shoot(page, 'window-history-compare');
  expect(await findings(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
  await expect(compare).toBeFocused();
  await compare.press('Enter');
  await panel.getByRole('button', { name: 'Put back anyway' }).click();
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Redo: hanoi/ })).toBeVisible();
});

test('the list can be narrowed to one workspace, and walked by the arrow keys', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#history');
  writeSome(host);
  await expect(page.locator('.entry')).toHaveCount(5);
  const filter = page.getByLabel('Workspace', { exact: true });
  const paths = await filter
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  await filter.selectOption(paths.find((path) => path.endsWith('web/quito')) ?? '');
  await expect(page.locator('.entry')).toHaveCount(1);
  await filter.selectOption(paths.find((path) => path.endsWith('web/lima')) ?? '');
  await expect(page.getByText('Nothing was written in this workspace')).toBeVisible();
  await page.getByRole('button', { name: 'Show all workspaces' }).click();
  const buttons = page.locator('[data-act]');
  await buttons.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(buttons.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(buttons.first()).toBeFocused();
});

test('the undo and redo keys work everywhere but in text', async ({ page, open }) => {
  const host = await open('forty', 'window');
  const tree = host.model.snapshot().worktrees.find((one) => one.name === 'oslo');
  const presetOf = () =>
    host.model.snapshot().worktrees.find((one) => one.name === 'oslo')?.assignment?.presetId;
  const before = presetOf();
  host.model.handlers['assignments.apply']({ worktree: tree?.path ?? '', preset: 'vertex' });
  await page.locator('body').press('ControlOrMeta+z');
  await expect.poll(presetOf).toBe(before);
  await page.locator('body').press('ControlOrMeta+Shift+z');
  await expect.poll(presetOf).toBe('vertex');
  await expect(page.getByText('Done again: the file is as it was after it').first()).toBeVisible();
  await page.locator('#workspace-search').press('ControlOrMeta+z');
  await page.locator('#workspace-search').press('ControlOrMeta+Shift+z');
  expect(presetOf()).toBe('vertex');
  expect(host.asked.filter((name) => name === 'journal.undo')).toHaveLength(1);
});

for (const view of ['popover', 'window'] as const) {
  test(`the history fits and axe finds nothing serious in the ${view}`, async ({ page, open }) => {
    const host = await open('forty', view, '#history');
    await expect(page.getByText('Nothing has been written yet')).toBeVisible();
    await shoot(page, `${view}-history-empty`);
    writeSome(host);
    await page.getByRole('button', { name: /^Undo: oslo.*Bedrock/ }).click();
    await expect(page.getByRole('button', { name: /^Redo: oslo/ })).toBeVisible();
    expect(await fitsInWidth(page)).toBe(true);
    await shoot(page, `${view}-history-batch`);
    expect(await findings(page)).toEqual([]);
  });
}
