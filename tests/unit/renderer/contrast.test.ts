import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** What is seen of linear RGB: Machado, Oliveira and Fernandes 2009, full severity, row by row. */
const VISION = {
  'full sight': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const; // prettier-ignore

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
}

function seenAs([r = 0, g = 0, b = 0]: readonly number[], matrix: readonly number[]): number[] {
  return [0, 3, 6].map((at) =>
    Math.max(0, (matrix[at] ?? 0) * r + (matrix[at + 1] ?? 0) * g + (matrix[at + 2] ?? 0) * b),
  );
}

/** Björn Ottosson's OKLab, in which equal distances look equally far. */
function oklab([r = 0, g = 0, b = 0]: readonly number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The light and dark value of every colour role in a block of the style sheet. */
function roles(css: string): Map<string, { light: string; dark: string }> {
  const found = css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));
}

const more = CSS.slice(
  CSS.indexOf('prefers-contrast'),
  CSS.indexOf('prefers-reduced-transparency'),
);
const PLAIN = roles(CSS.slice(0, CSS.indexOf('@media')));
const SHEETS = { plain: PLAIN, 'more contrast': new Map([...PLAIN, ...roles(more)]) };

const SERIES = Array.from({ length: 8 }, (_, at) => `series-${at + 1}`);

const GROUNDS = ['ground', 'ground-2', 'raised', 'fill', 'chosen'];
const ON: Readonly<Record<string, readonly string[]>> = {
  text: [
    ...GROUNDS,
    'ground-3',
    'fill-2',
    'thumb',
    'mark',
    'good-ground',
    'warn-ground',
    'bad-ground',
  ],
  'text-2': [...GROUNDS, 'fill-2', 'good-ground', 'warn-ground', 'bad-ground'],
  'text-3': GROUNDS,
  accent: ['ground', 'ground-2', 'good-ground'],
  warn: GROUNDS,
  bad: ['ground', 'bad-ground'],
  'on-accent': ['accent-fill', 'accent-fill-2', 'bad-fill'],
};

describe('the colours', () => {
  for (const [sheet, colours] of Object.entries(SHEETS)) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`give every text role 4.5 : 1 on its grounds (${sheet}, ${scheme})`, () => {
        const poor = Object.entries(ON).flatMap(([text, grounds]) =>
          grounds.flatMap((ground) => {
            const front = colours.get(text)?.[scheme];
            const back = colours.get(ground)?.[scheme];
            if (front === undefined || back === undefined)
              return [`${text} or ${ground} is missing`];
            const ratio = contrast(front, back);
            return ratio < 4.5 ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
          }),
        );
        expect(poor).toEqual([]);
      });

      it(`give marks and borders of controls 3 : 1 (${sheet}, ${scheme})`, () => {
        const poor = ['line-strong', 'good', 'warn', 'accent', ...SERIES].flatMap((name) => {
          const front = colours.get(name)?.[scheme] ?? '#000000';
          const back = colours.get('ground')?.[scheme] ?? '#000000';
          const ratio = contrast(front, back);
          return ratio < 3 ? [`${name}: ${ratio.toFixed(2)}`] : [];
        });
        expect(poor).toEqual([]);
      });
    }
  }

  it.each(['light', 'dark'] as const)(
    'keep every two series apart for every eye (%s)',
    (scheme) => {
      const colours = SERIES.map((name) => PLAIN.get(name)?.[scheme] ?? '#000000');
      const poor = Object.entries(VISION).flatMap(([eye, matrix]) => {
        const seen = colours.map((hex) => oklab(seenAs(linear(hex), matrix)));
        return seen.flatMap((a, i) =>
          seen.slice(i + 1).flatMap((b, j) => {
            const distance = Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
            return distance < 0.07
              ? [`${eye}: ${i + 1} and ${i + j + 2}: ${distance.toFixed(3)}`]
              : [];
          }),
        );
      });
      expect(poor).toEqual([]);
    },
  );

  it('stand in the tokens alone: no other style sheet holds a colour or a font size', () => {
    const others = [
      'base',
      'controls',
      'menu',
      'notices',
      'layout',
      'workspaces',
      'detail',
      'forms',
      'choices',
      'items',
      'pages',
      'wizard',
      'spend',
      'budgets',
    ];
    for (const name of others) {
      const css = readFileSync(
        new URL(`../../../renderer/styles/${name}.css`, import.meta.url),
        'utf8',
      );
      const raw = css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|font-size: \d/gi) ?? [];
      expect(raw, name).toEqual([]);
    }
  });
});
