import { expect, row, test } from './fixture.ts';

const SECRET = 'pk-test-abcdef1234567890';

test('from nothing to applied in three steps', async ({ page, open }) => {
  const host = await open('first-run');
  await expect(page.getByRole('heading', { name: 'Store your Portkey key' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save and test' })).toBeDisabled();
  await page.getByLabel('Portkey key').fill(SECRET);
  await page.getByRole('button', { name: 'Save and test' }).click();

  await expect(page.getByRole('heading', { name: 'Choose a provider' })).toBeVisible();
  await page.getByLabel('Provider slug').fill('@bedrock-prd');
  await page.getByRole('button', { name: 'Fill models from catalogue' }).click();
  await expect(page.getByText('This key’s catalogue has no @bedrock-prd')).toBeVisible();
  await page.getByLabel('Provider slug').fill('@anthropic-prod');
  await page.getByRole('button', { name: 'Fill models from catalogue' }).click();
  await expect(page.getByText('Filled in the newest model of each tier.')).toBeVisible();
  await expect(page.getByLabel('Sonnet')).toHaveValue('claude-sonnet-4-6');
  await page.getByRole('button', { name: 'Save and continue' }).click();

  await expect(page.getByRole('heading', { name: 'Put workspaces on Anthropic' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'oslo' }).uncheck();
  await page.getByRole('button', { name: 'Put 2 workspaces on Anthropic' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(row(page, 'lisbon').getByText('Routed', { exact: true })).toBeAttached();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 of 5 workspaces on Portkey');
  expect(host.model.secrets.get('work')).toBe(SECRET);
});

test('where git ignores no settings file, it says before that lines are added, and adds them', async ({
  page,
  open,
}) => {
  const host = await open('unlisted');
  await page.getByLabel('Portkey key').fill(SECRET);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByText('a line in each repository’s info/exclude')).toBeVisible();
  await page.getByRole('button', { name: 'Put 3 workspaces on Anthropic' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  expect(host.model.snapshot().worktrees.filter((tree) => tree.assignment !== null)).toHaveLength(
    3,
  );
});

test('can be left at any step and comes back where it was', async ({ page, open }) => {
  await open('first-run');
  await page.getByLabel('Portkey key').fill(SECRET);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.getByLabel('Provider slug').fill('@half-typed');
  await page.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByText('There is no preset to switch to yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Provider slug')).toHaveValue('@half-typed');
});

test('leaves no key behind in the page or its storage', async ({ page, open }) => {
  await open('first-run', 'window');
  await page.getByLabel('Portkey key').fill(SECRET);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a provider' })).toBeVisible();
  await page.getByRole('button', { name: '1 Key' }).click();
  await expect(page.getByText('The one in the keychain ends in 7890')).toBeVisible();
  const left = await page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    inputs: [...document.querySelectorAll('input')].map((input) => input.value),
    storage: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    address: location.href,
  }));
  expect(JSON.stringify(left)).not.toContain(SECRET);
});

test('empties the key’s field after a refusal too, and says that it was not kept', async ({
  page,
  open,
}) => {
  await open('first-run');
  await page.getByLabel('Portkey key').fill('short');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('This does not look like a Portkey key.')).toBeVisible();
  await expect(page.getByLabel('Portkey key')).toHaveValue('');
  await expect(page.getByText('The key was not kept; paste it again.')).toBeVisible();
});

test('without a keychain it says why, what to do, and saves nothing', async ({ page, open }) => {
  const host = await open('no-keychain');
  await expect(page.getByText('No Secret Service answers on this machine.')).toBeVisible();
  await expect(page.getByText(/install libsecret-1-0/)).toBeVisible();
  await expect(page.getByLabel('Portkey key')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save and test' })).toBeDisabled();
  expect(host.asked).not.toContain('accounts.save');
});

test('with no workspace at all every place says the next step', async ({ page, open }) => {
  await open('empty', 'window');
  await page.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByText('No workspace was found')).toBeVisible();
  await page.getByRole('button', { name: 'Add a folder' }).click();
  await page.getByLabel('Add a folder').last().fill('/nowhere');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('This folder cannot be searched for workspaces.')).toBeVisible();
  await page.getByLabel('Add a folder').last().fill('/Users/mira/work');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('/Users/mira/work')).toBeVisible();
  for (const [name, words] of [
    ['Presets', 'No preset yet'],
    ['Accounts', 'No Portkey key yet'],
    ['History', 'Nothing has been written yet'],
  ] as const) {
    await page.getByRole('navigation').getByRole('button', { name }).click();
    await expect(page.getByText(words)).toBeVisible();
  }
});
