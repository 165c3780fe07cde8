import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { SetupScript } from '../../../shared/domain/setup-script.ts';
import type { WorktreeScanner } from '../worktrees/scan.ts';
import { planJson, planToml } from './setup-plan.ts';

const NOTE =
  'Commit the file: Conductor takes the scripts of new workspaces from the repository’s default branch.';

function readIfThere(file: string): Result<string | null> {
  try {
    return ok(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? ok(null)
      : fail('request.invalid', {
          field: 'repo',
          message: `${file} cannot be read (${code}).`,
          hint: 'Check its permissions and try again.',
        });
  }
}

/** Replaces a file in one step, unless somebody changed it since it was read. Its mode stays. */
function replace(file: string, before: string | null, after: string): Result<void> {
  const folder = path.dirname(file);
  const temp = path.join(folder, `.switchyard-${randomBytes(4).toString('hex')}.tmp`);
  try {
    fs.mkdirSync(folder, { recursive: true });
    const mode = before === null ? 0o644 : fs.statSync(file).mode & 0o777;
    const descriptor = fs.openSync(temp, 'wx', mode);
    try {
      fs.writeFileSync(descriptor, after);
      fs.fchmodSync(descriptor, mode);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    const now = readIfThere(file);
    if (!now.ok || now.value !== before) {
      fs.rmSync(temp, { force: true });
      return fail('settings.conflict', {
        message: `${file} was changed by another program meanwhile, so nothing was written.`,
        hint: 'Try again.',
      });
    }
    fs.renameSync(temp, file);
    return ok(undefined);
  } catch (error) {
    fs.rmSync(temp, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail('settings.read_only', {
      message: `${file} cannot be written (${reason}).`,
      hint: 'Change the permissions of the folder and try again.',
    });
  }
}

/** The file that holds the repository’s scripts: whichever has some, else the older form where there is one. */
function choose(root: string): Result<{ file: string; text: string | null; isToml: boolean }> {
  const json = path.join(root, 'conductor.json');
  const toml = path.join(root, '.conductor', 'settings.toml');
  const [jsonText, tomlText] = [readIfThere(json), readIfThere(toml)];
  if (!jsonText.ok) return jsonText;
  if (!tomlText.ok) return tomlText;
  const tomlHasScripts = tomlText.value?.includes('scripts') === true;
  return jsonText.value !== null && !tomlHasScripts
    ? ok({ file: json, text: jsonText.value, isToml: false })
    : ok({ file: toml, text: tomlText.value, isToml: true });
}

/** A link that leads out of the repository would have us write somewhere else. */
function realFile(file: string, root: string): Result<string> {
  const there = [file, path.dirname(file)].find((one) => fs.existsSync(one)) ?? root;
  const real = fs.realpathSync(there);
  return `${real}${path.sep}`.startsWith(`${fs.realpathSync(root)}${path.sep}`)
    ? ok(there === file ? real : file)
    : fail('settings.symlink', {
        message: `${file} leads out of the repository, so nothing was written.`,
        hint: 'Replace the link by a file inside the repository.',
      });
}

/**
 * Puts the line that provisions new workspaces into a repository’s setup script, or only says what it would be.
 * @param repo the path of any worktree of the repository; the main checkout’s file is meant
 * @returns `request.invalid` for a file that is malformed; `settings.*` when it cannot be written
 */
export async function setupScript(
  repo: string,
  write: boolean,
  scanner: Pick<WorktreeScanner, 'findWorktree'>,
): Promise<Result<SetupScript>> {
  const worktree = await scanner.findWorktree(repo);
  if (!worktree.ok) return worktree;
  const root = worktree.value.mainPath ?? worktree.value.path;
  if (worktree.value.bare) return fail('worktree.bare');
  const chosen = choose(root);
  if (!chosen.ok) return chosen;
  const { file, text, isToml } = chosen.value;
  const plan = isToml ? planToml(file, text ?? '') : planJson(file, text ?? '{}');
  if (!plan.ok) return plan;
  const { state, after, script } = plan.value;
  const shown = { file, exists: text !== null, before: text, after, script };
  if (state === 'already')
    return ok({ ...shown, state, note: 'The line is there already; nothing was written.' });
  if (state === 'paste') {
    return ok({
      ...shown,
      state,
      note: `${path.basename(file)} has scripts already and is not edited by Switchyard: put the line into its [scripts] by hand, before what the setup does already.`,
    });
  }
  if (!write) return ok({ ...shown, state, note: NOTE });
  const target = realFile(file, root);
  if (!target.ok) return target;
  const written = replace(target.value, text, after);
  return written.ok ? ok({ ...shown, state: 'written', note: NOTE }) : written;
}
