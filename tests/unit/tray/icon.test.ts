import { createHash } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { createGaugeIcons } from '../../../electron/tray/gauge-icons.ts';
import { GAUGE_STEPS, gaugeKey, type TrayGauge } from '../../../electron/tray/gauge-model.ts';
import { type AlphaImage, drawGauge, drawMark } from '../../../electron/tray/gauge-raster.ts';
import { encodePng } from '../../../electron/tray/png.ts';
import { GOLDEN } from './golden-gauge.ts';

/** Reads a PNG the slow way, checking every length and checksum. */
function decode(png: Buffer): { header: number[]; image: AlphaImage; grey: Set<number> } {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  let at = 8;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  expect(at).toBe(png.length);
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  expect(rows.length).toBe(height * (1 + width * 2));
  const alpha = new Uint8Array(width * height);
  const grey = new Set<number>();
  for (let y = 0; y < height; y += 1) {
    const row = y * (1 + width * 2);
    expect(rows[row]).toBe(0);
    for (let x = 0; x < width; x += 1) {
      grey.add(rows[row + 1 + x * 2] ?? -1);
      alpha[y * width + x] = rows[row + 2 + x * 2] ?? 0;
    }
  }
  return { header: [...header.subarray(8)], image: { width, height, alpha }, grey };
}

function sum(image: AlphaImage): number {
  return image.alpha.reduce((total, value) => total + value, 0);
}

describe('the menu-bar mark', () => {
  it.each([1, 2] as const)('survives the way through PNG at %ix', (scale) => {
    const drawn = drawMark(scale);
    const { header, image, grey } = decode(encodePng(drawn));
    expect(image).toEqual(drawn);
    // 8 bits, grey with alpha, and the only methods there are.
    expect(header).toEqual([8, 4, 0, 0, 0]);
    expect([...grey]).toEqual([0]);
  });

  it.each([
    [1, 18, 16_271],
    [2, 36, 66_759],
  ] as const)('is the same drawing at %ix every time', (scale, side, alphaSum) => {
    const image = drawMark(scale);
    expect([image.width, image.height]).toEqual([side, side]);
    expect(sum(image)).toBe(alphaSum);
    expect(drawMark(scale).alpha).toEqual(image.alpha);
  });

  it('covers as much of the icon at both scales', () => {
    const [one, two] = [sum(drawMark(1)), sum(drawMark(2)) / 4];
    expect(Math.abs(one - two) / one).toBeLessThan(0.03);
  });

  it('is clear at its edge, so that nothing is cut off', () => {
    const { width, alpha } = drawMark(2);
    for (let index = 0; index < width; index += 1) {
      expect(alpha[index]).toBe(0);
      expect(alpha[index * width]).toBe(0);
      expect(alpha[(width - 1) * width + index]).toBe(0);
    }
  });

  it('is small enough to be made anew for each change', () => {
    expect(encodePng(drawMark(2)).length).toBeLessThan(1000);
  });
});

const LOOKS: readonly Pick<TrayGauge, 'state' | 'step'>[] = [
  { state: 'no-key', step: null },
  { state: 'over', step: GAUGE_STEPS },
  ...(['fresh', 'stale', 'paused'] as const).flatMap((state) =>
    [null, ...Array.from({ length: GAUGE_STEPS + 1 }, (_, step) => step)].map((step) => ({
      state,
      step,
    })),
  ),
];

describe('the gauge in the menu bar', () => {
  // Reviewed by eye, enlarged, once; a change shows here and has to be looked at again.
  it.each([1, 2] as const)('is drawn the same at %ix as when it was looked at', (scale) => {
    const drawn = LOOKS.map((look) => {
      const image = drawGauge(look, scale);
      const hash = createHash('sha256').update(encodePng(image)).digest('hex').slice(0, 12);
      return `${gaugeKey(look)} ${sum(image)} ${hash}`;
    });
    expect(drawn).toEqual(GOLDEN[scale]);
  });

  it.each(['fresh', 'stale', 'paused'] as const)('has more ink with every step: %s', (state) => {
    const inks = Array.from({ length: GAUGE_STEPS + 1 }, (_, step) =>
      sum(drawGauge({ state, step }, 2)),
    );
    for (const [step, ink] of inks.entries()) {
      if (step > 0) expect(ink).toBeGreaterThan(inks[step - 1] ?? 0);
    }
  });

  it('tells every look apart, and nothing is cut off at its edge', () => {
    const seen = new Set<string>();
    for (const look of LOOKS) {
      const { width, alpha } = drawGauge(look, 2);
      seen.add(Buffer.from(alpha).toString('base64'));
      for (let index = 0; index < width; index += 1) {
        expect(alpha[index]).toBe(0);
        expect(alpha[index * width]).toBe(0);
      }
    }
    // Paused with nothing used looks like paused without a budget: in both cases there is nothing to fill.
    expect(seen.size).toBe(LOOKS.length - 1);
  });

  it('dims what is stale and never dims what is over', () => {
    const most = (look: Pick<TrayGauge, 'state' | 'step'>) => Math.max(...drawGauge(look, 2).alpha);
    expect(most({ state: 'fresh', step: 8 })).toBe(255);
    expect(most({ state: 'stale', step: 8 })).toBeLessThan(128);
    expect(most({ state: 'over', step: 16 })).toBe(255);
  });

  it('draws each look once, and forgets the one that was used longest ago', () => {
    const made: number[][] = [];
    const icons = createGaugeIcons({
      make: (pngs) => {
        made.push(pngs.map(({ pixels, scale }) => pixels / scale));
        return made.length;
      },
      limit: 2,
    });
    const look = (step: number) => icons.get({ state: 'fresh', step });
    expect([look(1), look(1), look(2), look(1), look(3), look(1), look(2)]).toEqual([
      1, 1, 2, 1, 3, 1, 4,
    ]);
    expect(made[0]).toEqual([18, 18]);
  });
});
