import { expect, fitsInWidth, shoot, test } from './fixture.ts';
import { expectAccessible } from './support/axe.ts';

const KEY = 'pk-live-5f0c2a7e9b41d3';

test('what a rule did is told with an undo, until it is put away', async ({ page, open }) => {
  const host = await open('forty');
  await expect(page.getByRole('grid')).toBeVisible();
  const tree = host.model.snapshot().worktrees.find((one) => one.name === 'lisbon');
  const notice = {
    worktree: tree?.path ?? '',
    preset: 'bedrock',
    rule: 'r1',
    at: '2026-08-14T09:58:00.000Z',
  };
  host.model.patch({
    provisioned: [
      { ...notice, id: 'a', name: 'lisbon', journalId: 7, failure: null },
      { ...notice, id: 'b', name: 'oslo', journalId: null, failure: 'There is no such preset.' },
    ],
  });
  const banner = page.getByRole('region', { name: 'New workspaces' });
  await expect(banner).toContainText('lisbon was put on');
  await expect(banner).toContainText('oslo could not be put on');
  await expect(banner.getByRole('button', { name: 'Undo for lisbon' })).toBeVisible();
  expect(await fitsInWidth(page)).toBe(true);
  await expectAccessible(page);
  await shoot(page, 'provisioned');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
  expect(host.asked).toContain('automation.dismiss');
});

test('a drift offers to apply again and does nothing by itself', async ({ page, open }) => {
  const host = await open('forty', 'window');
  await expect(page.getByRole('grid')).toBeVisible();
  const tree = host.model.snapshot().worktrees.find((one) => one.assignment !== null);
  const { path: worktree = '', name = '' } = tree ?? {};
  const preset = tree?.assignment?.presetId ?? '';
  host.model.patch({ drifts: [{ id: 'drift/a', worktree, name, preset }] });
  const banner = page.getByRole('region', { name: 'Changed settings' });
  await expect(banner).toContainText(`The settings of ${name} have changed`);
  await expectAccessible(page);
  expect(host.asked).not.toContain('assignments.apply');
  await banner.getByRole('button', { name: `Apply again to ${name}` }).click();
  await expect.poll(() => host.asked).toContain('assignments.apply');
  await banner.getByRole('button', { name: 'Leave as it is' }).click();
  await expect(banner).toBeHidden();
});

test('a rule is tried, made, moved and removed in the settings', async ({ page, open }) => {
  const host = await open('forty', 'window', '#settings');
  await page.getByRole('button', { name: 'Settings' }).first().click();
  const form = page.getByRole('form', { name: 'New rule' });
  await expect(form.getByRole('button', { name: 'Make the rule' })).toBeDisabled();
  await form.getByLabel('Path').fill('web/l*');
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form).toContainText('of now would match and stay as they are: lisbon');
  await form.getByRole('button', { name: 'Make the rule' }).click();
  const rules = page.getByRole('list', { name: 'Rules' });
  await expect(rules).toContainText('web/l* →');
  await form.getByLabel('Repository').fill('api');
  await form.getByRole('button', { name: 'Make the rule' }).click();
  await expect(rules.getByRole('listitem')).toHaveCount(2);
  await rules.getByRole('button', { name: 'Ask api earlier' }).click();
  await expect(rules.getByRole('listitem').first()).toContainText('api →');
  await expectAccessible(page);
  await shoot(page, 'rules');
  await rules.getByRole('button', { name: 'Remove the rule for web/l*' }).click();
  await expect(rules.getByRole('listitem')).toHaveCount(1);
  expect(host.model.snapshot().rules.map((one) => one.repo)).toEqual(['api']);
});

test('a pasted environment is looked at before key and preset are saved', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window');
  await page.getByRole('button', { name: 'Presets' }).first().click();
  await page.getByRole('button', { name: 'New preset' }).click();
  await page.getByRole('menuitem', { name: /Import/ }).click();
  const form = page.getByRole('form', { name: 'Import an environment' });
  await form
    .getByRole('textbox')
    .fill(
      `ANTHROPIC_BASE_URL=https://api.portkey.ai/v1\nANTHROPIC_AUTH_TOKEN=${KEY}\nANTHROPIC_CUSTOM_HEADERS=x-portkey-api-key: ${KEY}\\nx-portkey-provider: @team-prod\nANTHROPIC_MODEL=claude-opus-4-8\nANTHROPIC_API_KEY=`,
    );
  await form.getByRole('button', { name: 'Check the text' }).click();
  await expect(form).toContainText('••••41d3');
  await expect(form).toContainText('headers.literal-newline');
  await expect(form.locator('dl')).not.toContainText(KEY);
  await expectAccessible(page);
  await shoot(page, 'import-environment');
  expect(host.model.snapshot().presets.map((one) => one.id)).not.toContain('team-prod');
  await form.getByRole('button', { name: 'Save key and preset' }).click();
  await expect
    .poll(() => host.model.snapshot().presets.map((one) => one.id))
    .toContain('team-prod');
  await expect(page.locator('body')).not.toContainText(KEY);
});

test('all workspaces of a repository are put on a preset after a question', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window');
  await page.getByRole('button', { name: /^All \d+ of / }).click();
  await page.getByLabel('Preset for all of them').selectOption('bedrock');
  await page.getByRole('button', { name: /^Put all \d+ on this preset/ }).click();
  expect(host.asked).not.toContain('automation.start');
  await page.getByRole('button', { name: /^Put all on / }).click();
  await expect(page.getByRole('progressbar', { name: 'Done' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/written, 0 right already.*not begun/).first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'bulk');
});
