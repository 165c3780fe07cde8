import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { ask, KEY, openPopover, picture, setUp } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
afterEach(() => host.dispose());

describe('the built app, from the icon on', () => {
  it('opens, applies a preset by a click, draws it, and leaves nothing behind when it quits', async () => {
    host = await startHost({ worktrees: ['lisbon', 'oslo'] });
    await host.until(({ trays }) => trays.length === 1);
    const icon = await host.drive(({ trays }) => {
      const { guid, image } = trays[0] ?? {};
      return {
        guid,
        template: image?.template,
        scales: image?.parts.map((part) => part.scaleFactor),
      };
    });
    expect(icon).toEqual({
      guid: '6f0a3c52-9d1b-4e77-8a54-2f6c1d9b7e30',
      template: true,
      scales: [1, 2],
    });
    await openPopover(host);
    await host.drive(async ({ windows }) =>
      (await [...windows][0]?.opened)?.getByLabel('Portkey key').waitFor(),
    );
    await picture(host, 'shell-first-run');
    await setUp(host);
    // With a key there is something to draw.
    await host.until(({ trays }) => (trays[0]?.toolTip ?? '').includes('today'));
    const before = await host.drive(({ trays }) => trays[0]?.shown.length ?? 0);
    expect(before).toBeGreaterThan(0);

    // Quit and start would do as well; the first run is left by hand.
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      const skip = page?.getByRole('button', { name: /^(Skip|Later|Leave|Close)/ }).first();
      if ((await skip?.count()) === 1) await skip?.click();
    });
    const row = '.tree-row:has(.name:text-is("lisbon"))';
    await host.drive(async ({ windows }, selector) => {
      const page = await [...windows][0]?.opened;
      await page
        ?.locator(selector)
        .getByRole('button', { name: /Not routed|preset/i })
        .first()
        .click();
      await page?.getByRole('menuitemradio', { name: 'Bedrock' }).click();
    }, row);
    const file = path.join(host.worktree('lisbon'), '.claude/settings.local.json');
    // The first write asks once whether git may be told to ignore the file.
    await host.drive(async ({ windows }, selector) => {
      const page = await [...windows][0]?.opened;
      const yes = page?.getByRole('button', { name: /Add|Apply/ }).first();
      await yes
        ?.or(page?.locator(selector).getByText('Routed', { exact: true }) ?? yes)
        .first()
        .waitFor({ state: 'attached' });
      if ((await yes?.count()) === 1 && (await yes?.isVisible()) === true) await yes?.click();
    }, row);
    await expect.poll(() => existsSync(file)).toBe(true);
    const { env } = JSON.parse(readFileSync(file, 'utf8')) as { env: Record<string, string> };
    expect(env['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
    expect(env['ANTHROPIC_CUSTOM_HEADERS']).toContain('x-portkey-provider: @bedrock');
    await picture(host, 'shell-popover');

    // The icon's menu switches what was assigned last.
    await host.drive(({ trays }) => void trays[0]?.emit('right-click', {}, trays[0].bounds));
    const labels = await host.until(({ deeds }) => deeds.menu?.map((item) => item.label ?? '—'));
    expect(labels).toEqual(
      expect.arrayContaining(['Open Switchyard', 'web/lisbon', 'Quit Switchyard']),
    );
    await host.drive(({ deeds }) => {
      const quick = deeds.menu?.find((item) => item.label === 'web/lisbon')?.submenu;
      const item = Array.isArray(quick)
        ? quick.find((one) => one.label === 'Anthropic')
        : undefined;
      (item?.click as (() => void) | undefined)?.();
    });
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('x-portkey-provider: @anthropic');

    // A second click closes it, Quit ends it.
    await host.drive(({ trays }) => void trays[0]?.emit('click', {}, trays[0].bounds));
    expect(await host.drive(({ windows }) => [...windows].map((one) => one.isVisible()))).toEqual([
      false,
    ]);
    await host.drive(({ deeds }) => {
      const quit = deeds.menu?.find((item) => item.label === 'Quit Switchyard');
      setTimeout(() => (quit?.click as (() => void) | undefined)?.(), 0);
    });
    expect(await host.ended).toBe(0);
    expect(readdirSync(path.join(host.home, 'tmp'))).toEqual([]);
    expect(host.output()).not.toContain(KEY);
    const left = readdirSync(path.join(host.home, 'switchyard'), { recursive: true }).map(String);
    expect(left.filter((name) => /lock|\.new$|\.tmp$|-wal$/.test(name))).toEqual([]);
  });

  it('says nothing of the key to anybody but the keychain and the settings file', async () => {
    host = await startHost();
    await openPopover(host);
    await setUp(host);
    const applied = await ask(host, 'assignments.apply', {
      worktree: host.worktree('lisbon'),
      preset: 'bedrock',
      exclude: true,
    });
    expect(applied).toMatchObject({ ok: true });
    for (const [name, input] of [
      ['snapshot.get', {}],
      ['journal.list', {}],
      ['assignments.environment', { worktree: host.worktree('lisbon'), format: 'conductor' }],
      ['assignments.preview', { worktree: host.worktree('lisbon'), preset: 'anthropic' }],
    ] as const) {
      const answer = await ask(host, name, input);
      expect(answer.ok).toBe(true);
      expect(JSON.stringify(answer)).not.toContain(KEY);
    }
    const seen = await host.drive(async ({ windows }, key) => {
      const page = await [...windows][0]?.opened;
      const client = await page?.context().newCDPSession(page);
      let heap = '';
      client?.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (heap += chunk));
      await client?.send('HeapProfiler.collectGarbage');
      await client?.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
      const html = (await page?.content()) ?? '';
      return {
        size: heap.length,
        heap: heap.includes(key),
        html: html.includes(key),
        argv: process.argv.join(' '),
      };
    }, KEY);
    expect(seen.size).toBeGreaterThan(1_000_000);
    expect({ ...seen, size: 0 }).toEqual({ size: 0, heap: false, html: false, argv: seen.argv });
    expect(seen.argv).not.toContain(KEY);

    const holders = readdirSync(host.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(KEY));
    expect(holders).toEqual([path.join(host.worktree('lisbon'), '.claude/settings.local.json')]);
    expect(host.output()).not.toContain(KEY);
  });
});
