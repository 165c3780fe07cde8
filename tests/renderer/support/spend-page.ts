import type { Locator, Page } from '@playwright/test';

import type { RequestInput } from '../../../shared/contract/index.ts';
import type { SpendReport } from '../../../shared/domain/spend.ts';
import type { FakeHost } from '../../fakes/fake-host.ts';
import type { FakeHandlers } from '../../fakes/fake-model.ts';

/** Puts another answer in the place of the fake's own. */
export function answer(host: FakeHost, handlers: Partial<FakeHandlers>): void {
  Object.assign(host.model.handlers, handlers);
}

/** What the fake answers to this question. */
export function reportOf(host: FakeHost, input: RequestInput<'spend.report'>): SpendReport {
  const result = host.model.handlers['spend.report'](input);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

export function radio(page: Page, name: string): Locator {
  return page.getByRole('radio', { name });
}

export function table(page: Page): Locator {
  return page.locator('.spend-table');
}

/** The amounts of a column as they are printed, without the total. */
export function column(page: Page, name: string): Promise<string[]> {
  return table(page).locator(`tbody .${name}`).allInnerTexts();
}
