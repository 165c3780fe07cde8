import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Serious and critical findings of axe, as short lines: all of its rules in light, and those about colour in dark, because the same elements
 * with the same names stand there in both, and each reading takes seconds.
 */
export async function findings(page: Page): Promise<string[]> {
  const lines: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
    const { violations, passes } = await axe.analyze();
    // Nothing found by rules that looked at nothing would be no result.
    expect(passes.length, colorScheme).toBeGreaterThan(0);
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      lines.push(`${colorScheme}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    }
  }
  return lines;
}

/** Nothing at all is found, however slight, in the colours that the page has now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
