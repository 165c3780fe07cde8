/** What the built command line says of broken set-ups, and that what it mends reaches the gateway and can be taken back. */
import { chmod, readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { requireClaude } from './peers/claude-install.ts';
import { makeProduct, type Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

const claude = await requireClaude();

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly file: string | null;
}

describe.skipIf(claude === null)('the doctor on the command line', () => {
  let product: Product;
  const names = ['well', 'broken', 'twin'];
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: names });
    await product.switchyard.ask(['apply', worktree('well'), '--preset', 'prod']);
  });
  afterAll(() => product.dispose());

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const read = (path: string): Promise<string> => readFile(localSettingsPath(path), 'utf8');
  const examine = async (
    args: readonly string[],
  ): Promise<{ exit: number | null; found: readonly Found[] }> => {
    const run = await product.switchyard.run(['doctor', ...args, '--json']);
    const document = JSON.parse(run.stdout) as { worktrees: { findings: Found[] }[] };
    return { exit: run.code, found: document.worktrees.flatMap(({ findings }) => findings) };
  };

  it('finds nothing in what apply has just written, and says so with 0', async () => {
    expect(await examine([worktree('well')])).toEqual({ exit: 0, found: [] });
  });

  it.each([
    [
      'url.version-path',
      (text: string) => text.replace(/("ANTHROPIC_BASE_URL": "[^"]+)"/, '$1/v1"'),
    ],
    [
      'credential.token-differs',
      (text: string) =>
        text.replace(/("ANTHROPIC_AUTH_TOKEN": )"[^"]+"/, '$1"pk-another-key-123456"'),
    ],
    [
      'credential.api-key-set',
      (text: string) =>
        text.replace('"ANTHROPIC_API_KEY": ""', '"ANTHROPIC_API_KEY": "sk-ant-mine-123456"'),
    ],
    [
      'headers.literal-newline',
      (text: string) => text.replace(/\\nx-portkey-trace/, '\\\\nx-portkey-trace'),
    ],
    [
      'headers.duplicate',
      (text: string) =>
        text.replace(/\\nx-portkey-trace/, '\\nx-portkey-provider: @twice\\nx-portkey-trace'),
    ],
    [
      'metadata.invalid',
      (text: string) => text.replace(/x-portkey-metadata: \{[^}]*\}/, 'x-portkey-metadata: {a}'),
    ],
  ] as const)(
    'mends %s, the gateway gets the right request, and undo brings the same bytes back',
    async (code, damage) => {
      const path = worktree('broken');
      await product.switchyard.ask(['apply', path, '--preset', 'prod']);
      const whole = await read(path);
      const broken = damage(whole);
      expect(broken).not.toBe(whole);
      await writeFile(localSettingsPath(path), broken);
      const before = await examine([path]);
      expect(before.exit).toBe(3);
      expect(before.found.map((one) => one.code)).toContain(code);

      const after = await examine([path, '--fix', code]);
      expect(after).toEqual({ exit: 0, found: [] });
      product.peers.standin.reset();
      await product.claude(path);
      const [sent] = product.peers.standin.messages();
      expect(sent?.path.split('?')[0]).toBe('/v1/messages');
      expect(JSON.stringify(sent?.body)).toContain('claude-');

      await product.switchyard.ask(['undo']);
      expect(await read(path)).toBe(broken);
    },
  );

  it('tells two worktrees with one trace ID apart, a file that others may read, and what it cannot mend', async () => {
    const [well, twin] = [worktree('well'), worktree('twin')];
    const { trace } = (await product.switchyard.ask(['trace', well])) as { trace: string };
    await product.switchyard.ask(['apply', twin, '--preset', 'dev']);
    // As a copied folder has it: the same headers, written by hand.
    const own = await product.switchyard.ask(['trace', twin]);
    await writeFile(
      localSettingsPath(twin),
      (await read(twin)).replaceAll(String(own['trace']), trace),
    );
    await chmod(localSettingsPath(twin), 0o644);
    const { found } = await examine([twin]);
    expect(found.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['trace.duplicate', 'file.readable', 'file.drifted']),
    );
    const unknown = await product.switchyard.refusal(['doctor', twin, '--fix', 'nonsense']);
    expect(unknown).toMatchObject({ code: 'request.invalid' });
    await product.switchyard.ask(['roots', 'add', product.repo.root]);
    const all = await examine(['--all']);
    expect(all.exit).toBe(3);
  });

  it('explains every value with the file that it comes from, and prints no key', async () => {
    const explained = await product.switchyard.ask(['env', worktree('well'), '--explain']);
    const variables = explained['variables'] as {
      name: string;
      winner: { layer: string; file: string };
    }[];
    expect(variables.find(({ name }) => name === 'ANTHROPIC_BASE_URL')?.winner).toMatchObject({
      layer: 'local',
      file: localSettingsPath(worktree('well')),
    });
    const printed = product.switchyard.runs
      .filter(({ args }) => args[0] === 'doctor' || args.includes('--explain'))
      .flatMap(({ stdout, stderr }) => [stdout, stderr])
      .join('\n');
    for (const secret of [
      'sk-ant-mine-123456',
      'pk-another-key-123456',
      ...Object.values((await import('./peers/product.ts')).KEYS),
    ]) {
      expect(printed).not.toContain(secret);
    }
  });
});
