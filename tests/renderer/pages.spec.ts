import { expect, test } from './fixture.ts';

test('a bad slug says the sentence, and what was typed survives every change of page', async ({
  page,
  open,
}) => {
  const host = await open('forty', 'window', '#presets');
  const slug = page.getByLabel('Provider slug');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await slug.fill('@not a slug');
  await slug.blur();
  await expect(page.getByText('“@not a slug” is not a provider slug.')).toBeVisible();
  await expect(slug).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Name', { exact: true }).fill('Anthropic, mine');

  for (const name of ['Accounts', 'History', 'Settings', 'Workspaces', 'Presets']) {
    await page.getByRole('navigation').getByRole('button', { name }).click();
  }
  await expect(slug).toHaveValue('@not a slug');
  await expect(page.getByText('“@not a slug” is not a provider slug.')).toBeVisible();
  await expect(page.getByText('Edited')).toBeVisible();

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect(host.asked).not.toContain('presets.save');
  await slug.fill('@anthropic-eu');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  expect(host.model.snapshot().presets[0]).toMatchObject({
    name: 'Anthropic, mine',
    provider: '@anthropic-eu',
  });
});

test('makes, moves, duplicates, shares, imports and deletes presets', async ({
  page,
  open,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const host = await open('forty', 'window', '#presets');
  const ids = () => host.model.snapshot().presets.map((preset) => preset.id);

  await page.getByRole('button', { name: 'New preset' }).click();
  await page.getByRole('menuitem', { name: /^Moonshot/ }).click();
  await expect(page.getByText('Not saved yet').first()).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(ids).toContain('moonshot');

  await page.getByRole('button', { name: 'Move Moonshot up' }).click();
  await expect.poll(() => ids().indexOf('moonshot')).toBe(3);
  await page.getByRole('button', { name: /^Moonshot @/ }).press('Alt+ArrowUp');
  await expect.poll(() => ids().indexOf('moonshot')).toBe(2);

  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Moonshot copy');
  await page.getByRole('button', { name: 'Delete …' }).click();
  await expect(page.getByText(/Delete “Moonshot copy”\? No workspace uses it/)).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(ids).not.toContain('moonshot-copy');

  await page.getByRole('button', { name: /^Bedrock @/ }).click();
  await expect(
    page.getByText(/workspaces use it \(.* more\), so it cannot be deleted/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^switchyard:\/\/preset\?v=1&id=bedrock/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('bedrock.switchyard.json');

  await page.getByRole('button', { name: 'New preset' }).click();
  await page.getByRole('menuitem', { name: 'Import …' }).click();
  await page.getByLabel('Link or text').fill('https://example.com');
  await page.getByRole('button', { name: 'Look inside' }).click();
  await expect(page.getByText('This is not a preset link.')).toBeVisible();
  await page.getByLabel('Link or text').fill(link.replace('id=bedrock', 'id=bedrock-eu'));
  await page.getByRole('button', { name: 'Look inside' }).click();
  await page.getByRole('button', { name: 'Import 1 preset' }).click();
  await expect.poll(ids).toContain('bedrock-eu');
});

test('a workspace’s detail previews, applies, renews the trace ID and keeps metadata', async ({
  page,
  open,
}) => {
  const host = await open('one', 'window');
  await expect(page.getByText('Nothing would change')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await page.getByLabel('Preset', { exact: true }).selectOption('bedrock');
  await page.getByRole('button', { name: 'Add metadata key' }).click();
  await page.getByLabel('Name of metadata key 1').fill('2 teams');
  await expect(page.getByText('“2 teams” cannot be a metadata key.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await page.getByLabel('Name of metadata key 1').fill('team');
  await page.getByLabel('Value of metadata key 1').fill('platform');
  await expect(page.getByText('4 variables would change')).toBeVisible();
  await expect(page.locator('.diff')).toContainText('••••9f3c');
  await page.getByText('where each comes from').click();
  await expect(page.getByText('the repository’s settings')).toBeVisible();
  await page.getByLabel('Trace ID', { exact: true }).fill('one,two');
  await expect(page.getByText(/cannot hold a comma/)).toBeVisible();
  await page.getByLabel('Trace ID', { exact: true }).fill('my-trace');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('On Portkey through Bedrock.')).toBeVisible();
  const [tree] = host.model.snapshot().worktrees;
  expect(tree?.assignment).toMatchObject({ trace: 'my-trace', metadata: { team: 'platform' } });

  await page.getByRole('button', { name: 'New ID' }).click();
  await expect(page.getByLabel('Trace ID', { exact: true })).toHaveValue('web-lisbon-b81d');
  await page.getByText('2 earlier trace IDs').click();
  await expect(page.getByText('my-trace')).toBeVisible();
  await page.getByText('Environment to paste elsewhere').click();
  await page.getByRole('radio', { name: 'JSON' }).check();
  await expect(page.getByRole('textbox', { name: 'Environment' })).toHaveValue(
    /"ANTHROPIC_AUTH_TOKEN": "••••9f3c"/,
  );
});

test('accounts: adds, tests, replaces the key, renames and removes', async ({ page, open }) => {
  const host = await open('one', 'window', '#accounts');
  await page.getByRole('button', { name: 'Test key' }).click();
  await expect(page.getByText('The gateway knows this key.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Home!');
  await page.getByLabel('Portkey key', { exact: true }).fill('pk-home-12345678');
  await page.getByText('Advanced').click();
  await page.getByLabel('Gateway URL').fill('http://gateway.example.com');
  await expect(page.getByText('The gateway URL must use https')).toBeVisible();
  await page.getByLabel('Gateway URL').fill('https://gateway.example.com/v1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('“Home!” cannot be an account’s name.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('home');
  await page.getByLabel('Portkey key', { exact: true }).fill('pk-home-12345678');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The one in the keychain ends in 5678')).toBeVisible();
  expect(host.model.snapshot().accounts[1]?.gatewayUrl).toBe('https://gateway.example.com');

  await page.getByRole('button', { name: 'Make default' }).click();
  await expect.poll(() => host.model.snapshot().defaultAccount).toBe('home');
  await page.getByRole('button', { name: 'Rename …' }).click();
  await page.getByLabel('New name').fill('house');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'house' })).toBeVisible();
  await page.getByRole('button', { name: /^work/ }).click();
  await page.getByRole('button', { name: 'Remove …' }).click();
  await expect(page.getByText(/1 workspace uses it \(lisbon\)/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(host.model.snapshot().accounts).toHaveLength(2);
});

test('history lists every write and takes one back', async ({ page, open }) => {
  const host = await open('forty', 'window', '#history');
  const [, , tree] = host.model.snapshot().worktrees;
  host.model.handlers['assignments.apply']({ worktree: tree?.path ?? '', preset: 'vertex' });
  await page.getByRole('button', { name: /^Undo: oslo: Anthropic → Vertex AI/ }).click();
  await expect(page.getByText(/taken back at/)).toBeVisible();
  await expect(page.locator('.entry')).toHaveCount(2);
});

test('a host that is gone and a link that is used up say what to do', async ({
  page,
  open,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource|ERR_/);
  const host = await open('one');
  await expect(page.getByRole('grid')).toBeVisible();
  host.signOut();
  await expect(page.getByText(/This link has been used or is out of date/)).toBeVisible();
  const other = await open('one');
  await expect(page.getByRole('grid')).toBeVisible();
  await other.close();
  await expect(page.getByText('Switchyard is not running any more.')).toBeVisible();
  await expect(page.getByText(/npm start/)).toBeVisible();
});
