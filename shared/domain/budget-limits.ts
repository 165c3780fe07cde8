/** The least and the most that a budget of one's own can be, US dollars. Apart from the schemas: the window's form has them too. */
export const BUDGET_LIMITS = { least: 0.01, most: 1_000_000 } as const;
