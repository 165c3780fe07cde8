import type { Node } from 'jsonc-parser';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import {
  block,
  createEditor,
  type Editor,
  type EditStep,
  lineIndent,
  styleOf,
} from './json-editor.ts';
import { lastProperty, parseSettings, propertiesOf } from './json-text.ts';

/**
 * What is to be true of a settings file afterwards. Values are raw JSON tokens (`"text"`, `12`); null removes the
 * property; names that are not listed are not touched.
 */
export interface SettingsChange {
  readonly env: Readonly<Record<string, string | null>>;
  readonly top?: Readonly<Record<string, string | null>>;
  /** Also take away `env` itself when nothing is left in it: it was not there before. */
  readonly dropEmptyEnv?: boolean;
}

export interface EditedSettings {
  readonly text: string;
  readonly steps: readonly EditStep[];
}

function envNode(editor: Editor): Node | null {
  const root = editor.root();
  return root === null ? null : (lastProperty(root, 'env')?.value ?? null);
}

function setEnv(editor: Editor, entries: readonly (readonly [string, string])[]): void {
  if (entries.length === 0) return;
  const root = editor.root();
  const env = envNode(editor);
  if (root !== null && (env === null || env.type === 'null')) {
    const style = styleOf(editor.result().text, root);
    const first = propertiesOf(root)[0];
    const indent =
      first === undefined
        ? `${lineIndent(editor.body(), root.offset)}${style.unit ?? ''}`
        : lineIndent(editor.body(), first.offset);
    const raw = block(entries, indent, style);
    if (env === null) editor.append(root, 'env', raw);
    else editor.replace(env.offset, env.length, raw);
    return;
  }
  if (env === null) return;
  editor.setAll(env, entries);
  for (const [name, raw] of entries.filter(([one]) => lastProperty(env, one) === null)) {
    const node = envNode(editor);
    if (node !== null) editor.set(node, name, raw);
  }
}

/**
 * Edits a settings text so that `change` is true of it and every other byte stays. Of duplicate keys the last one, which
 * is the one that counts, is edited; removing takes all duplicates away (else an earlier one would come into force).
 * @param text the file's text, null when there is no file
 * @returns the new text and the steps that lead to it, `settings.unparsable`, or `settings.env_not_object`
 */
export function editSettings(
  text: string | null,
  change: SettingsChange,
  file: string,
): Result<EditedSettings> {
  const parsed = parseSettings(text ?? '', file);
  if (!parsed.ok) return parsed;
  const editor = createEditor(text ?? '');
  const env = parsed.value.root === null ? null : envNode(editor);
  if (env !== null && env.type !== 'object' && env.type !== 'null') {
    return fail('settings.env_not_object', {
      message: `“env” in ${file} is ${env.type === 'array' ? 'a list' : `a ${env.type}`}, not an object, so nothing was written.`,
    });
  }
  const all = Object.entries(change.env);
  const additions = all.flatMap(([name, raw]) => (raw === null ? [] : [[name, raw] as const]));
  const top = Object.entries(change.top ?? {});
  if (parsed.value.root === null && (additions.length > 0 || top.some(([, raw]) => raw !== null))) {
    // A new or empty file: one object, with a last line end as editors leave it.
    const rest = editor.body();
    editor.replace(0, 0, rest.includes('\n') ? '{}' : '{}\n');
  }
  setEnv(editor, additions);
  for (const [name] of all.filter(([, raw]) => raw === null)) {
    for (
      let node = envNode(editor);
      node?.type === 'object' && lastProperty(node, name) !== null;
    ) {
      editor.remove(node, name);
      node = envNode(editor);
    }
  }
  for (const [name, raw] of top) {
    const root = editor.root();
    if (root === null) continue;
    if (raw !== null) editor.set(root, name, raw);
    else while (removeTop(editor, name));
  }
  if (change.dropEmptyEnv === true) {
    const left = envNode(editor);
    if (left?.type === 'object' && propertiesOf(left).length === 0) removeTop(editor, 'env');
  }
  return ok(editor.result());
}

function removeTop(editor: Editor, name: string): boolean {
  const root = editor.root();
  if (root === null || lastProperty(root, name) === null) return false;
  editor.remove(root, name);
  return true;
}
