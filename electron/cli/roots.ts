import { ok } from '../../shared/domain/failure.ts';
import { createBase } from '../base.ts';
import { finish, type Output } from './output.ts';

/** `switchyard roots add|remove|list [DIR]` */
export async function manageRoots(
  act: 'add' | 'remove' | 'list',
  folder: string | undefined,
  home: string | undefined,
  output: Output,
): Promise<number> {
  const base = createBase({ home, env: process.env, platform: process.platform });
  try {
    if (act === 'list') {
      return finish(output, ok(await base.chosenRoots()), (roots) => ({
        json: roots,
        text:
          roots.length === 0
            ? 'No folders added; Conductor’s own places are searched anyway.'
            : roots.join('\n'),
      }));
    }
    const changed = await base.roots[act](folder ?? '');
    return finish(output, changed, (path) => ({
      json: { ok: true, [act === 'add' ? 'added' : 'removed']: path },
      text: `${act === 'add' ? 'Searching' : 'No longer searching'} ${path}.`,
    }));
  } finally {
    await base.dispose();
  }
}
