import type { Page } from '@playwright/test';

import { QUIET_DESKTOP } from '../fakes/fake-desktop.ts';
import { expect, fitsInWidth, shoot, test } from './fixture.ts';
import { expectAccessible } from './support/axe.ts';

const link = (page: Page) => page.getByRole('region', { name: 'Opened link' });

test('a link to a preset is looked at, imported by a click, and gone then', async ({
  page,
  open,
}) => {
  const host = await open('forty');
  await expect(page.getByRole('grid')).toBeVisible();
  const text =
    'switchyard://preset?v=1&id=vertex&name=Vertex&provider=%40vertex-eu&model=claude-opus-4-8';
  const preset = {
    id: 'vertex',
    name: 'Vertex',
    provider: '@vertex-eu',
    models: { model: 'claude-opus-4-8' },
  };
  host.model.patch({ link: { id: 'l1', kind: 'preset', preset, text, exists: false } });
  await expect(link(page)).toContainText(
    'A link offers the preset “Vertex”. It goes to @vertex-eu with claude-opus-4-8 and holds no key.',
  );
  expect(await fitsInWidth(page)).toBe(true);
  await expectAccessible(page);
  await shoot(page, 'link-preset');
  expect(host.asked).not.toContain('presets.import');
  await link(page).getByRole('button', { name: 'Import' }).press('Enter');
  await expect(link(page)).toBeHidden();
  expect(host.asked).toEqual(expect.arrayContaining(['presets.import', 'links.dismiss']));
});

test('a link to a workspace opens its form as proposed, and writes nothing', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window');
  const tree = host.model.snapshot().worktrees.find((one) => one.name === 'lisbon');
  const preset = host.model.snapshot().presets.at(-1);
  const pending = {
    id: 'l2',
    kind: 'worktree' as const,
    worktree: tree?.path ?? '',
    name: 'web/lisbon',
  };
  host.model.patch({ link: { ...pending, preset: preset?.id ?? null, trace: 'ticket-12' } });
  await expect(link(page)).toContainText(
    `A link proposes for web/lisbon: the preset “${preset?.name}” and the trace ID ticket-12.`,
  );
  await shoot(page, 'link-workspace');
  await link(page).getByRole('button', { name: 'Review' }).click();
  await expect(link(page)).toBeHidden();
  await expect(page.getByLabel('Trace ID', { exact: true })).toHaveValue('ticket-12');
  expect(host.asked).not.toContain('assignments.apply');
  host.model.patch({ link: { ...pending, id: 'l3', preset: null, trace: null } });
  await link(page).getByRole('button', { name: 'Ignore' }).click();
  await expect(link(page)).toBeHidden();
});

test('a link that is refused says why, and nothing else', async ({ page, open }) => {
  const host = await open('first-run');
  host.model.patch({
    link: {
      id: 'l4',
      kind: 'refused',
      message: 'There is no workspace “rome” here.',
      hint: 'Rescan, or add its folder in Settings.',
    },
  });
  await expect(link(page)).toContainText(
    'A link was opened and not followed. There is no workspace “rome” here.',
  );
  await link(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(link(page)).toBeHidden();
});

test('what the app has to say of itself stands above the page until it is put away', async ({
  page,
  open,
}) => {
  const host = await open('forty');
  const notices = [
    {
      id: 'n1',
      kind: 'icon-hidden' as const,
      message: 'macOS hides Switchyard’s icon.',
      hint: 'Allow it in System Settings › Menu Bar.',
    },
  ];
  host.model.patch({
    desktop: { ...QUIET_DESKTOP, notices, update: { state: 'ready', version: '2.0.0' } },
  });
  const notice = page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText('macOS hides Switchyard’s icon.');
  await expect(page.getByRole('region', { name: 'New version' })).toContainText(
    'Version 2.0.0 is ready.',
  );
  await expectAccessible(page);
  await shoot(page, 'desktop-notices');
  await notice.getByRole('button', { name: 'Open Menu Bar Settings' }).click();
  await page.getByRole('button', { name: 'Restart to Update' }).click();
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  expect(host.asked).toEqual(
    expect.arrayContaining(['desktop.openMenuBarSettings', 'desktop.restartToUpdate']),
  );
  const url = 'https://github.com/a/b/releases/tag/v2.0.0';
  host.model.patch({
    desktop: { ...QUIET_DESKTOP, update: { state: 'available', version: '2.0.0', url } },
  });
  await expect(page.getByRole('link', { name: 'Get it' })).toHaveAttribute('href', url);
});

test('settings of the menu bar are there with a menu bar only, and say what the system says', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#settings');
  await expect(page.getByRole('heading', { name: 'About' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Menu bar' })).toBeHidden();
  host.model.patch({ desktop: QUIET_DESKTOP });
  // What a box shows is what the host says, which takes a moment; `check` would look at once.
  await page.getByLabel('Open at login').click();
  await expect(page.getByLabel('Open at login')).toBeChecked();
  await expect(page.getByText('macOS waits for you: allow Switchyard')).toBeVisible();
  await page.getByLabel('Show today’s spend beside the icon').click();
  await expect(page.getByLabel('Show today’s spend beside the icon')).toBeChecked();
  await expect.poll(() => host.model.snapshot().settings.menuBar.amount).toBe(true);
  const keys = page.getByLabel('Global shortcut', { exact: true }).and(page.locator('input'));
  await keys.fill('S');
  await expect(page.getByText('“S” would be taken away from every other app.')).toBeVisible();
  await keys.fill('⌥⌘s');
  await keys.press('Enter');
  await expect.poll(() => host.model.snapshot().settings.menuBar.shortcut).toBe('Alt+Command+S');
  host.model.patch({ desktop: { ...QUIET_DESKTOP, shortcut: 'taken' } });
  await expect(page.getByText('Another app holds these keys')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('heading', { name: 'Menu bar' }).scrollIntoViewIfNeeded();
  await shoot(page, 'settings-menu-bar');
});

test('paused reading says so in the gauge and goes on by a click', async ({ page, open }) => {
  const host = await open('forty');
  host.model.patch({ paused: true });
  await expect(page.getByText('Reading is paused.')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'gauge-paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Reading is paused.')).toBeHidden();
  expect(host.model.snapshot().paused).toBe(false);
});

test('with a menu bar CSV is saved where the person says', async ({ page, open }) => {
  const host = await open('forty', 'window', '#spend');
  host.model.patch({ desktop: QUIET_DESKTOP });
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect.poll(() => host.asked).toContain('desktop.saveText');
});
