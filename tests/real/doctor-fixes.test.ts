/**
 * Everything else that the doctor can mend, several damages at once: after the fix the real Claude Code's request is right, and undo brings
 * the damaged bytes back. And the probe, through the same gateway.
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { requireClaude } from './peers/claude-install.ts';
import { KEYS, makeProduct, type Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

const claude = await requireClaude();

type Settings = Record<string, unknown> & { env: Record<string, string> };

/** Changes the variables of a settings text; the rest keeps its form as far as JSON.stringify does. */
const editing = (change: (env: Record<string, string>) => void) => (text: string) => {
  const settings = JSON.parse(text) as Settings;
  change(settings.env);
  return `${JSON.stringify(settings, null, 2)}\n`;
};
const headers = (env: Record<string, string>, change: (lines: string[]) => string[]) => {
  env['ANTHROPIC_CUSTOM_HEADERS'] = change(
    (env['ANTHROPIC_CUSTOM_HEADERS'] ?? '').split('\n'),
  ).join('\n');
};
const MODELS = ['SONNET', 'OPUS', 'HAIKU'].map((tier) => `ANTHROPIC_DEFAULT_${tier}_MODEL`);

const CASES: readonly (readonly [codes: readonly string[], damage: (text: string) => string])[] = [
  [
    ['credential.api-key-open', 'model.missing', 'trace.missing', 'route.missing'],
    editing((env) => {
      delete env['ANTHROPIC_API_KEY'];
      for (const name of MODELS) env[name] = '';
      headers(env, (lines) => lines.filter((line) => !/trace-id|provider/.test(line)));
    }),
  ],
  [
    ['credential.missing', 'metadata.not-ascii', 'headers.invalid'],
    editing((env) => {
      env['ANTHROPIC_AUTH_TOKEN'] = '';
      headers(env, (lines) => [
        ...lines.map((line) => line.replace('{"worktree":"', '{"worktree":"größe')),
        'no header',
      ]);
    }),
  ],
  [
    ['url.other-host', 'headers.joined'],
    editing((env) => {
      env['ANTHROPIC_BASE_URL'] = 'https://gateway.example.org';
      headers(env, (lines) => [lines.join(', ')]);
    }),
  ],
  [
    ['url.not-https', 'metadata.too-long'],
    editing((env) => {
      env['ANTHROPIC_BASE_URL'] = 'http://gateway.example.org';
      headers(env, (lines) =>
        lines.map((line) =>
          line.replace('{"worktree":"', `{"long":"${'x'.repeat(200)}","worktree":"`),
        ),
      );
    }),
  ],
  [
    ['url.missing', 'model.alias-open'],
    editing((env) => {
      env['ANTHROPIC_BASE_URL'] = '';
      for (const name of MODELS) env[name] = '';
      env['ANTHROPIC_MODEL'] = 'claude-opus-prod';
    }),
  ],
  [
    ['url.invalid'],
    editing((env) => {
      env['ANTHROPIC_BASE_URL'] = 'gateway.example.org';
    }),
  ],
];

describe.skipIf(claude === null)('what the doctor mends', () => {
  let product: Product;
  const names = ['broken', 'twin'];
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: names });
  });
  afterAll(() => product.dispose());

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const read = (tree: string): Promise<string> => readFile(localSettingsPath(tree), 'utf8');
  const codesIn = async (args: readonly string[]): Promise<readonly string[]> => {
    const run = await product.switchyard.run(['doctor', ...args, '--json']);
    const document = JSON.parse(run.stdout) as { worktrees: { findings: { code: string }[] }[] };
    return document.worktrees.flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  /** What Claude Code sends from there now. */
  const sent = async (tree: string) => {
    product.peers.standin.reset();
    product.peers.catalogue.reset();
    await product.claude(tree);
    return product.peers.catalogue.messages()[0]?.headers;
  };

  it.each(CASES)(
    '%s: one fix, the right request, and undo brings the same bytes back',
    async (codes, damage) => {
      const tree = worktree('broken');
      await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
      const broken = damage(await read(tree));
      await writeFile(localSettingsPath(tree), broken);
      expect(await codesIn([tree])).toEqual(expect.arrayContaining([...codes]));

      expect(await codesIn([tree, '--fix', codes[0] ?? ''])).toEqual([]);
      const request = await sent(tree);
      expect(request?.['authorization']).toBe(`Bearer ${KEYS.work}`);
      expect(request?.['x-portkey-provider']).toBe('@anthropic-prod');
      expect(request?.['x-portkey-trace-id']).toMatch(/^\S+$/);
      expect(request?.['x-api-key']).toBeUndefined();

      await product.switchyard.ask(['undo']);
      expect(await read(tree)).toBe(broken);
      await writeFile(localSettingsPath(tree), '{}\n');
    },
  );

  it('mends comments by cutting them, and a team’s lost header by carrying it', async () => {
    const tree = worktree('broken');
    await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
    const commented = `// mine\n${await read(tree)}`;
    await writeFile(localSettingsPath(tree), commented);
    expect(await codesIn([tree])).toContain('file.malformed');
    expect(await codesIn([tree, '--fix', 'file.malformed'])).toEqual([]);
    expect((await sent(tree))?.['x-portkey-provider']).toBe('@anthropic-prod');
    await product.switchyard.ask(['undo']);
    expect(await read(tree)).toBe(commented);
    await product.switchyard.ask(['repair', tree]);

    const team = path.join(tree, '.claude/settings.json');
    await mkdir(path.dirname(team), { recursive: true });
    await writeFile(team, '{"env":{"ANTHROPIC_CUSTOM_HEADERS":"x-team: tide"}}');
    const before = await read(tree);
    expect(await codesIn([tree])).toEqual(['headers.lost']);
    expect(await codesIn([tree, '--fix', 'headers.lost'])).toEqual([]);
    expect((await sent(tree))?.['x-team']).toBe('tide');
    await product.switchyard.ask(['undo']);
    expect(await read(tree)).toBe(before);
    await rm(team);
  });

  it('keeps a saved Console key back, has git ignore the file, and closes it to others', async () => {
    const tree = worktree('twin');
    await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
    await product.home.saveConsoleKey('sk-ant-console-1234567890');
    const before = await read(tree);
    expect(await codesIn([tree])).toEqual(['login.console-key']);
    expect(await codesIn([tree, '--fix', 'login.console-key'])).toEqual([]);
    // That Claude Code then sends this instead of the saved key is shown where the guards are (facts.test.ts).
    expect(JSON.parse(await read(tree))).toMatchObject({
      env: { ANTHROPIC_CUSTOM_HEADERS: expect.stringContaining('x-api-key: no-key') },
    });
    await product.switchyard.ask(['undo']);
    expect(await read(tree)).toBe(before);
    await rm(path.join(product.home.configDir, '.claude.json'));

    const exclude = path.join(product.repo.main, '.git/info/exclude');
    const listed = await readFile(exclude, 'utf8');
    const unlisted = listed.replace(/^.*settings\.local\.json.*\n/m, '');
    expect(unlisted).not.toBe(listed);
    await writeFile(exclude, unlisted);
    await chmod(localSettingsPath(tree), 0o644);
    expect(await codesIn([tree])).toEqual(
      expect.arrayContaining(['file.not-ignored', 'file.readable']),
    );
    expect(await codesIn([tree, '--fix', 'file.not-ignored'])).not.toContain('file.not-ignored');
    expect(await readFile(exclude, 'utf8')).toBe(listed);
    expect(await codesIn([tree, '--fix', 'file.readable'])).toEqual([]);
    // While a key stands in a worktree, the line that keeps it out of git is not taken back.
    expect(await product.switchyard.refusal(['undo'])).toMatchObject({ code: 'journal.drifted' });
    expect(await readFile(exclude, 'utf8')).toBe(listed);
  });

  it('gives one of two worktrees another trace ID, and keeps another helper’s key back', async () => {
    const [tree, other] = [worktree('broken'), worktree('twin')];
    await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
    await product.switchyard.ask(['apply', other, '--preset', 'prod']);
    const { trace } = (await product.switchyard.ask(['trace', other])) as { trace: string };
    const own = await product.switchyard.ask(['trace', tree]);
    const copied = (await read(tree)).replaceAll(String(own['trace']), trace);
    await writeFile(localSettingsPath(tree), copied);
    expect(await codesIn([tree])).toContain('trace.duplicate');
    expect(await codesIn([tree, '--fix', 'trace.duplicate'])).toEqual([]);
    const request = await sent(tree);
    expect(request?.['x-portkey-trace-id']).toMatch(/^\S+$/);
    expect(request?.['x-portkey-trace-id']).not.toBe(trace);
    await product.switchyard.ask(['undo']);
    expect(await read(tree)).toBe(copied);

    await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
    const before = await read(tree);
    const team = path.join(tree, '.claude/settings.json');
    await writeFile(team, '{"apiKeyHelper":"echo sk-ant-foreign-1234567890"}');
    expect(await codesIn([tree])).toEqual(['login.other-helper']);
    expect((await sent(tree))?.['x-api-key']).toBe('sk-ant-foreign-1234567890');
    expect(await codesIn([tree, '--fix', 'login.other-helper'])).toEqual([]);
    expect((await sent(tree))?.['x-api-key']).toBe('no-key');
    await product.switchyard.ask(['undo']);
    expect(await read(tree)).toBe(before);
    await rm(team);
  });

  it('sends one message through the worktree, and says what came back', async () => {
    const tree = worktree('broken');
    await product.switchyard.ask(['apply', tree, '--preset', 'prod']);
    product.peers.catalogue.reset();
    const run = await product.switchyard.run(['doctor', tree, '--probe', '--json']);
    expect(run.stderr).toMatch(/price list does not say|by Portkey’s price list/);
    const { probe } = JSON.parse(run.stdout) as {
      probe: {
        report: { status: number; ok: boolean; trace: string; message: string };
        arrival: string;
      };
    };
    expect(probe.report).toMatchObject({ status: 200, ok: true });
    expect(probe.arrival).toBe('unknown');
    const messages = product.peers.catalogue.messages();
    expect(messages).toHaveLength(1);
    const [message] = messages;
    expect(message?.headers['x-portkey-trace-id']).toBe(probe.report.trace);
    expect(probe.report.trace).toMatch(/-probe-[0-9a-f]{6}$/);
    expect(message?.body).toMatchObject({ max_tokens: 1 });
    for (const key of Object.values(KEYS)) expect(run.stdout + run.stderr).not.toContain(key);

    // A key that Portkey does not know: said at once, where Claude Code would take three minutes.
    const text = await read(tree);
    await writeFile(localSettingsPath(tree), text.replaceAll(KEYS.work, 'pk-wrong-1234567890'));
    const wrong = await product.switchyard.run(['doctor', tree, '--probe', '--json']);
    expect(wrong.code).toBe(3);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      probe: { report: { status: 401, ok: false } },
    });
    await writeFile(localSettingsPath(tree), text);
  });
});
