import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
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
        const poor = ['line-strong', 'good', 'warn', 'accent'].flatMap((name) => {
          const front = colours.get(name)?.[scheme] ?? '#000000';
          const back = colours.get('ground')?.[scheme] ?? '#000000';
          const ratio = contrast(front, back);
          return ratio < 3 ? [`${name}: ${ratio.toFixed(2)}`] : [];
        });
        expect(poor).toEqual([]);
      });
    }
  }

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
