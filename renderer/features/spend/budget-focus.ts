/** The id of the place that a budget's form stands in. */
export function formId(draftKey: string): string {
  return `budget-form-${draftKey}`;
}

/** The focus goes to the form's first control, once the form is there. */
export function focusForm(draftKey: string): void {
  requestAnimationFrame(() => {
    document.getElementById(formId(draftKey))?.querySelector<HTMLElement>('select')?.focus();
  });
}

/** The focus goes back to where it came from, once that is there again. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
