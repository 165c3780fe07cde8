import { crc32, inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { type AlphaImage, drawMark } from '../../../electron/tray/gauge-raster.ts';
import { trayMenu } from '../../../electron/tray/menu-model.ts';
import { encodePng } from '../../../electron/tray/png.ts';

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

describe('the menu behind a right click', () => {
  it('has every action once and ends with Quit', () => {
    const actions = trayMenu().flatMap((item) => ('action' in item ? [item.action] : []));
    expect(actions).toEqual(['open', 'window', 'rescan', 'quit']);
  });
});
