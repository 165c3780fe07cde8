import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { filesHolding, spellings } from '../real/peers/search.ts';
import { ask, KEY, openPopover } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

/** Put into the page as a string of its own, to see that a search of the heap finds what is there. */
const PLANTED = 'planted-in-the-page-0123456789';
const MODELS = ['claude-sonnet-4-6', 'claude-opus-4-8', 'claude-haiku-4-5'];

let host: TestHost;
let gateway: Server;
let spies: string;
let file: string;

/** As much of a gateway as the set-up asks for. It knows one key. */
function startGateway(): Promise<Server> {
  const data = MODELS.map((id) => ({ id: `@anthropic-prod/${id}` }));
  const server = createServer((request, response) => {
    const known = request.headers['x-portkey-api-key'] === KEY;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? { object: 'list', total: data.length, data } : {}));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Programs of these names in front of the real ones, which write down how they are called and with which environment. */
function spyOnPrograms(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-spies-'));
  for (const name of ['git', 'secret-tool', 'dbus-send', 'gdbus']) {
    const script = `#!/bin/sh\n{ echo "${name} $*"; env; } >> '${folder}/calls'\nPATH=\${PATH#*:} exec ${name} "$@"\n`;
    writeFileSync(path.join(folder, name), script, { mode: 0o755 });
  }
  return folder;
}

beforeAll(async () => {
  gateway = await startGateway();
  spies = spyOnPrograms();
  host = await startHost({ env: { PATH: `${spies}:${process.env['PATH']}` } });
  file = path.join(host.worktree('lisbon'), '.claude/settings.local.json');
  await openPopover(host);
  // By hand from the first field to the last button, as the key then goes through every part of the page that it ever will.
  const { port } = gateway.address() as AddressInfo;
  await host.drive(
    async ({ windows }, [key, address]) => {
      const page = await [...windows][0]?.opened;
      if (page === undefined) throw new Error('There is no page.');
      await page.getByLabel('Portkey key').pressSequentially(key);
      await page.getByText('Advanced').click();
      await page.getByLabel('Gateway URL').fill(address);
      await page.getByRole('button', { name: 'Save and test' }).click();
      await page.getByLabel('Provider slug').fill('@anthropic-prod');
      await page.getByRole('button', { name: 'Fill models from catalogue' }).click();
      await page.getByText('Filled in the newest model of each tier.').waitFor();
      await page.getByRole('button', { name: 'Save and continue' }).click();
      await page.getByRole('button', { name: /^Put \d+ workspaces? on Anthropic$/ }).click();
      await page.getByRole('button', { name: 'Done' }).click();
      await page.locator('.tree-row').first().waitFor();
    },
    [KEY, `http://127.0.0.1:${port}`] as const,
  );
});
afterAll(async () => {
  await host.dispose();
  gateway.close();
  gateway.closeAllConnections();
  rmSync(spies, { recursive: true, force: true });
});

describe('a key that was typed into the popover and applied', () => {
  it('is in the settings file and in no other file, in no spelling', async () => {
    await expect.poll(() => existsSync(file)).toBe(true);
    const { env } = JSON.parse(readFileSync(file, 'utf8')) as { env: Record<string, string> };
    expect(env['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
    expect(existsSync(path.join(host.home, 'switchyard/state.db'))).toBe(true);
    expect(await filesHolding(KEY, [host.home])).toEqual([file]);
  });

  it('is in no answer to a view, and in nothing that views are told', async () => {
    for (const [name, input] of [
      ['snapshot.get', {}],
      ['journal.list', {}],
      ['assignments.environment', { worktree: host.worktree('lisbon'), format: 'conductor' }],
      ['assignments.preview', { worktree: host.worktree('lisbon'), preset: 'anthropic' }],
    ] as const) {
      const answer = await ask(host, name, input);
      expect(answer).toMatchObject({ ok: true });
      expect(JSON.stringify(answer)).not.toContain(KEY);
    }
    const told = await host.drive(({ windows }) => [...windows][0]?.host.sent);
    expect(told?.some(({ channel }) => channel === 'switchyard:snapshot.changed')).toBe(true);
    expect(JSON.stringify(told)).not.toContain(KEY);
  });

  it('is no longer in the page’s memory', async () => {
    const seen = await host.drive(
      async ({ windows }, [key, planted]) => {
        const page = await [...windows][0]?.opened;
        await page?.evaluate((text) => Object.assign(window, { planted: text }), planted);
        const client = await page?.context().newCDPSession(page);
        let heap = '';
        client?.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (heap += chunk));
        await client?.send('HeapProfiler.collectGarbage');
        await client?.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
        const html = (await page?.content()) ?? '';
        return {
          planted: heap.includes(planted),
          heap: heap.includes(key),
          html: html.includes(key),
        };
      },
      [KEY, PLANTED] as const,
    );
    expect(seen).toEqual({ planted: true, heap: false, html: false });
  });

  it('is given to no program that is run, nor printed', async () => {
    const calls = readFileSync(path.join(spies, 'calls'));
    expect(calls.toString()).toMatch(/^git /m);
    const argv = await host.drive(() => [...process.argv, ...Object.values(process.env)].join(' '));
    for (const spelling of spellings(KEY)) {
      expect(calls.includes(spelling)).toBe(false);
      expect(Buffer.from(argv + host.output()).includes(spelling)).toBe(false);
    }
  });
});
