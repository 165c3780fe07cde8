import { inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { drawAppIcon, encodeIcns, encodePicture, ICNS_TYPES } from '../../../build/icons/draw.ts';

const at = ({ side, rgba }: ReturnType<typeof drawAppIcon>, x: number, y: number) => [
  ...rgba.subarray((y * side + x) * 4, (y * side + x) * 4 + 4),
];

describe('the app’s icon', () => {
  it('is a tile with a clear margin, a white mark on blue, the same every time', () => {
    const icon = drawAppIcon(128);
    expect(at(icon, 0, 0)).toEqual([expect.anything(), expect.anything(), expect.anything(), 0]);
    expect(at(icon, 64, 20)[3]).toBe(255);
    const [red = 0, , blue = 0] = at(icon, 64, 20);
    expect(blue).toBeGreaterThan(red * 2);
    // The ring crosses the middle of the left half.
    const line = Array.from({ length: 64 }, (_, x) => at(icon, x, 64).join());
    expect(line).toContain('255,255,255,255');
    expect(drawAppIcon(128).rgba).toEqual(icon.rgba);
  });

  it('survives the way through PNG', () => {
    const icon = drawAppIcon(32);
    const png = encodePicture(icon);
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([32, 32, 8, 6]);
    const length = png.readUInt32BE(33);
    const rows = inflateSync(png.subarray(41, 41 + length));
    expect(rows.length).toBe(32 * (1 + 32 * 4));
    expect(rows.subarray(1, 1 + 32 * 4)).toEqual(Buffer.from(icon.rgba.subarray(0, 32 * 4)));
  });

  it('fills an icns file whose lengths are those of its parts', () => {
    const entries = ICNS_TYPES.map(([type], index) => ({
      type,
      png: Buffer.alloc(10 + index, index),
    }));
    const file = encodeIcns(entries);
    expect(file.subarray(0, 4).toString('latin1')).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const found: [string, number][] = [];
    for (let place = 8; place < file.length; place += file.readUInt32BE(place + 4)) {
      found.push([
        file.subarray(place, place + 4).toString('latin1'),
        file.readUInt32BE(place + 4) - 8,
      ]);
    }
    expect(found).toEqual(entries.map(({ type, png }) => [type, png.length]));
    expect(new Set(ICNS_TYPES.map(([type]) => type)).size).toBe(ICNS_TYPES.length);
  });
});
