import { expect, fitsInWidth, test } from './fixture.ts';

test('500 workspaces keep few rows in the page, and typing stays quick', async ({ page, open }) => {
  await open('five-hundred');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('of 500 workspaces');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '510');
  const rows = page.getByRole('row');
  expect(await rows.count()).toBeLessThan(60);

  await page.getByRole('searchbox').focus();
  // How long each key takes until it is painted, in milliseconds; what takes less than 16 is not reported.
  await page.evaluate(() => {
    const slow: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'keydown') slow.push(entry.duration);
      document.documentElement.dataset['slow'] = JSON.stringify(slow);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  const typed = 'lisbon bedrock';
  await page.keyboard.type(typed, { delay: 60 });
  await expect(page.locator('.tree-row .name').first()).toContainText('lisbon');
  const slow = await page.evaluate(
    () => JSON.parse(document.documentElement.dataset['slow'] ?? '[]') as number[],
  );
  // The median, because other work on the machine may hold up any single key.
  expect(slow.filter((duration) => duration > 100).length).toBeLessThan(typed.length / 2);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '510');
  await page.locator('.tree-row').first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('[aria-rowindex="510"]')).toBeFocused();
  expect(await rows.count()).toBeLessThan(60);
});

test('folding a repository takes its rows away and ← → do it from the keyboard', async ({
  page,
  open,
}) => {
  await open('forty');
  await page.locator('.group-name').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '34');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '44');
});

test('very long names fit into 400 pixels on every page', async ({ page, open }) => {
  await open('long-names');
  await expect(page.getByRole('grid')).toBeVisible();
  expect(await fitsInWidth(page)).toBe(true);
  await page.locator('.tree-row').first().press('Enter');
  await expect(page.getByText(/Nothing would change/)).toBeVisible();
  await page.getByText(/where each comes from/).click();
  expect(await fitsInWidth(page)).toBe(true);
  for (const hash of ['presets', 'accounts', 'doctor', 'history', 'settings']) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect(page.locator('.page-header')).toBeVisible();
    expect(await fitsInWidth(page), hash).toBe(true);
  }
});

test('a narrow window gets the popover’s layout, a wide one three columns', async ({
  page,
  open,
}) => {
  await open('forty', 'window');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await page.setViewportSize({ width: 500, height: 700 });
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeHidden();
  await expect(page.getByRole('grid')).toBeVisible();
});

test('nothing moves when the person asked for reduced motion', async ({ page, open }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const host = await open('one');
  await page.getByRole('button', { name: /^Preset of lisbon/ }).click();
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  const duration = () => menu.evaluate((element) => getComputedStyle(element).animationDuration);
  expect(await duration()).toBe('0s');
  const release = host.hold();
  await page.getByRole('menuitemradio', { name: /^Bedrock/ }).click();
  await expect(page.locator('.spinner')).toBeVisible();
  const running = await page.evaluate(
    () => document.getAnimations().filter((one) => one.playState === 'running').length,
  );
  expect(running).toBe(0);
  release();
});
