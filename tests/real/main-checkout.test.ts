/** The main checkout's settings win over those of its linked worktrees; Switchyard says so before it costs anybody a trace. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../shared/domain/env-block.ts';
import { requireClaude } from './peers/claude-install.ts';
import { ANTHROPIC, seenIn } from './peers/follow.ts';
import { makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const claude = await requireClaude();

describe.skipIf(claude === null)('a main checkout and its linked worktree', () => {
  let product: Product;
  let linked: string;
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: ['lisbon'] });
    linked = product.repo.worktrees[0] ?? '';
  });
  afterAll(() => product.dispose());

  const ask = (...args: string[]) => product.switchyard.ask(args);
  /** Trace and route of what Claude Code sends from a folder, or where else it goes. */
  const sentFrom = async (folder: string) => {
    product.peers.reset();
    await product.claude(folder, { args: ['--model', 'opus'] });
    const { catalogue, outside } = product.peers;
    const seen = catalogue.messages().map((each) => seenIn('gateway', each));
    return [
      ...seen.map(({ to, trace, route }) => ({ to, trace, route })),
      ...[...new Set(outside.attempts)].map((to) => ({ to })),
    ];
  };

  it('are warned about in both directions, and the main checkout’s trace is what is sent', async () => {
    const main = await ask('apply', product.repo.main, '--preset', 'dev', '--trace', 'of-main');
    expect(main['overrides']).toEqual([linked]);
    expect(main['warnings']).toContainEqual(expect.stringContaining('This is the main checkout'));

    const other = await ask('apply', linked, '--preset', 'prod', '--trace', 'of-linked');
    const file = localSettingsPath(product.repo.main);
    expect(other['shadowedBy']).toEqual([
      { file, layer: 'main-checkout', variables: [...OWNED_VARIABLES] },
    ]);
    expect(other['warnings']).toContainEqual(expect.stringContaining(file));

    const ofMain = { to: 'gateway', trace: 'of-main', route: '@anthropic-dev' };
    expect(await sentFrom(product.repo.main)).toEqual([ofMain]);
    expect(await sentFrom(linked)).toEqual([ofMain]);
  });

  it('are each their own once the main checkout is cleared', async () => {
    await ask('clear', product.repo.main);
    expect(await sentFrom(linked)).toEqual([
      { to: 'gateway', trace: 'of-linked', route: '@anthropic-prod' },
    ]);
    expect(await ask('apply', linked, '--preset', 'prod')).not.toHaveProperty('shadowedBy');
  });

  it('are reached from the top folder only: a subfolder of a linked worktree has no settings', async () => {
    await product.home.saveLogin('sk-ant-oat01-foreign-login');
    const below = join(linked, 'src');
    await mkdir(below);
    expect(await sentFrom(below)).toEqual([ANTHROPIC]);
  });
});
