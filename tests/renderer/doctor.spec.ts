import { expect, shoot, test } from './fixture.ts';
import { findings } from './support/axe.ts';

test('finds, shows, mends and takes back, by the keyboard alone', async ({ page, open }) => {
  const host = await open('attention', 'window');
  const sick = host.model.snapshot().worktrees.find(({ drifted }) => drifted);
  await page.getByRole('button', { name: 'Doctor', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Doctor' })).toBeVisible();
  const items = page.getByRole('list', { name: 'Examined workspaces' }).getByRole('button');
  await expect(items.first()).toContainText('error');
  await items.filter({ hasText: `/${sick?.name ?? ''}` }).press('Enter');

  const finding = page.locator('.finding', { hasText: 'url.version-path' });
  await expect(finding).toContainText('The base URL ends in /v1');
  await expect(finding).toContainText('By hand: https://api.portkey.ai.');
  await finding.getByRole('button', { name: 'Show the fix' }).press('Enter');
  await expect(finding.getByRole('region', { name: 'What would be written' })).toBeVisible();
  await shoot(page, 'window-doctor');
  expect(host.asked).not.toContain('assignments.apply');
  await finding.getByRole('button', { name: 'Mend it', exact: true }).press('Enter');
  await expect(page.locator('.notice.done')).toContainText('open sessions follow');
  await expect(finding).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().press('Enter');
  await expect(finding).toHaveCount(1);
  expect(host.asked.filter((name) => name === 'assignments.apply')).toHaveLength(1);
});

test('axe finds nothing serious on the page, in both sizes', async ({ page, open }) => {
  test.setTimeout(120_000);
  for (const view of ['window', 'popover'] as const) {
    await open('attention', view, '#doctor');
    await page.locator('.doctor-item').first().click();
    await expect(page.locator('.finding').first()).toBeVisible();
    await page.getByText('What Claude Code uses here').click();
    await expect(page.getByText('loses: your settings')).toBeVisible();
    expect(await findings(page), view).toEqual([]);
    await shoot(page, `${view}-doctor-explained`);
  }
});

test('marks rows and counts in the popover, and Escape leads back', async ({ page, open }) => {
  await open('attention');
  const button = page.getByRole('button', { name: /^Doctor \d$/ });
  await expect(button).toBeVisible();
  const row = page.locator('.tree-row', { hasText: 'The doctor has found' });
  await expect(
    row.or(page.locator('.tree-row', { hasText: 'Changed since' })).first(),
  ).toBeVisible();
  await button.click();
  await expect(page.getByRole('heading', { name: 'Doctor' })).toBeVisible();
  await page.locator('.doctor-item').first().click();
  await expect(page.locator('.finding').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Doctor' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeVisible();
});

test('sends a test message only after its cost was said, and waits for the trace', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#doctor');
  const routed = host.model.snapshot().worktrees.find(({ assignment }) => assignment !== null);
  await page
    .locator('.doctor-item', { hasText: `/${routed?.name ?? ''}` })
    .first()
    .click();
  await page.getByRole('button', { name: 'Plan a test message …' }).click();
  await expect(page.getByText('about $0.000015 by Portkey’s price list')).toBeVisible();
  expect(host.asked).not.toContain('doctor.probe');
  await page.getByRole('button', { name: 'Send it' }).click();
  await expect(page.getByText('The message was answered.').first()).toBeVisible();
  await expect(page.getByText('x-portkey-provider')).toBeVisible();
  await expect(page.getByText('Waiting for the trace')).toBeVisible();
  await shoot(page, 'window-doctor-probe');
  await expect(page.getByText('The trace has shown up')).toBeVisible({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Send another' }).click();
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(page.getByText('No longer waiting for the trace.')).toBeVisible();
});

test('mends a kind of finding in all workspaces, with a way to stop', async ({ page, open }) => {
  const host = await open('forty', 'window', '#doctor');
  const { worktrees } = host.model.snapshot();
  const routed = worktrees.filter(({ assignment }) => assignment !== null).slice(0, 6);
  const paths = new Set(routed.map(({ path }) => path));
  host.model.patch({
    worktrees: worktrees.map((tree) => (paths.has(tree.path) ? { ...tree, drifted: true } : tree)),
  });
  await page.getByRole('button', { name: 'Mend it in all 6' }).first().click();
  await expect(page.getByText('6 workspaces mended')).toBeVisible();
  expect(host.asked.filter((name) => name === 'assignments.apply')).toHaveLength(6);
  await expect(
    page.getByText(/^Nothing found in \d+ workspaces$|in \d workspaces?$/),
  ).toBeVisible();

  const release = host.hold();
  host.model.patch({
    worktrees: host.model
      .snapshot()
      .worktrees.map((tree) => (paths.has(tree.path) ? { ...tree, drifted: true } : tree)),
  });
  release();
  const all = page.getByRole('button', { name: 'Mend it in all 6' }).first();
  await expect(all).toBeVisible();
  const again = host.hold();
  await all.click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  again();
  await expect(page.getByText('Stopped after 1 of 6 workspaces')).toBeVisible();
});

test('says that nothing is wrong, and stays quick with five hundred', async ({ page, open }) => {
  await open('five-hundred', 'window', '#doctor');
  await expect(page.locator('.doctor-item').first()).toBeVisible();
  await expect(page.getByText(/Nothing found in \d+ workspaces|in \d+ workspaces?$/)).toBeVisible();
  await page.locator('.doctor-item').last().click();
  await expect(page.getByText('Nothing is wrong here')).toBeVisible();
});
