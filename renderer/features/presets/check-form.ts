import type { Failure } from '../../../shared/domain/failure.ts';
import { checkPreset } from '../../../shared/domain/preset.ts';
import type { PresetForm } from '../../store/drafts.ts';
import { failureText } from '../../ui/FailureNote.tsx';
import { presetOf } from './preset-form.ts';

export interface PresetErrors {
  /** What keeps the preset from being saved, or null. */
  readonly failure: Failure | null;
  /** The sentence for a field, once the person has been there. `models` stands for all of them. */
  of(field: string): string | null;
  readonly headers: { readonly name: string | null; readonly text: string } | null;
}

/** Checks a form as saving would, and says each thing beside its field. */
export function checkForm(form: PresetForm, touched: readonly string[]): PresetErrors {
  const names = form.headers.map((pair) => pair.name.trim().toLowerCase());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  const checked = checkPreset(presetOf(form));
  const failure = checked.ok ? null : checked.failure;
  const field = failure?.field ?? '';
  const visited = (name: string) => touched.includes('*') || touched.includes(name);
  const text = failure === null ? '' : failureText(failure);
  return {
    failure,
    of: (name) => (failure !== null && field === name && visited(name) ? text : null),
    headers:
      twice !== undefined
        ? { name: null, text: `The header ${twice} stands twice. Remove one of the two.` }
        : failure !== null && field.startsWith('headers.')
          ? { name: field.slice('headers.'.length), text }
          : null,
  };
}
