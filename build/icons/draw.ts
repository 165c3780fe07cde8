import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { drawGauge, drawMark, ICON_POINTS } from '../../electron/tray/gauge-raster.ts';
import { encodePixels, encodePng } from '../../electron/tray/png.ts';

/** A square picture, 8 bits a channel: red, green, blue, alpha, row by row from the top. */
export interface Picture {
  readonly side: number;
  readonly rgba: Uint8Array;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Upper and lower end of the ground, and the mark on it. */
const TOP: Colour = [47, 111, 235];
const BOTTOM: Colour = [22, 58, 148];
const MARK: Colour = [255, 255, 255];
/** Shares of the side, after Apple's grid for app icons: the margin around the tile, and how round its corners are. */
const MARGIN = 100 / 1024;
const CORNER = 185.4 / 1024;
/** The mark's share of the side, as near as a whole scale comes to it. */
const MARK_SHARE = 0.62;
const SAMPLES = 4;

/** Types of an icns file and the side of the PNG in each. Source: Apple's icon composition, as `iconutil` writes it. */
export const ICNS_TYPES = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const satisfies readonly (readonly [type: string, side: number])[];

/** How much of the rounded tile covers a point, given in shares of the side. */
function inTile(x: number, y: number): boolean {
  const [low, high] = [MARGIN, 1 - MARGIN];
  if (x < low || x > high || y < low || y > high) return false;
  const across = Math.max(low + CORNER - x, x - (high - CORNER), 0);
  const along = Math.max(low + CORNER - y, y - (high - CORNER), 0);
  return Math.hypot(across, along) <= CORNER;
}

/** Draws the app's icon. Pure: the same side always gives the same bytes. @param side pixels, a multiple of 2 */
export function drawAppIcon(side: number): Picture {
  const rgba = new Uint8Array(side * side * 4);
  // At a whole scale each pixel of the mark is one of the icon's, so that its edges stay smooth.
  const mark = drawMark(Math.max(1, Math.round((side * MARK_SHARE) / ICON_POINTS)));
  const start = (side - mark.width) / 2;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      let hits = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const across = (x + ((sample % SAMPLES) + 0.5) / SAMPLES) / side;
        const along = (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / side;
        if (inTile(across, along)) hits += 1;
      }
      const [column, row] = [x - start, y - start];
      const isIn = column >= 0 && row >= 0 && column < mark.width && row < mark.height;
      const ink = isIn ? (mark.alpha[row * mark.width + column] ?? 0) / 255 : 0;
      const down = y / side;
      for (let channel = 0; channel < 3; channel += 1) {
        const ground = (TOP[channel] ?? 0) * (1 - down) + (BOTTOM[channel] ?? 0) * down;
        rgba[(y * side + x) * 4 + channel] = Math.round(
          ground * (1 - ink) + (MARK[channel] ?? 0) * ink,
        );
      }
      rgba[(y * side + x) * 4 + 3] = Math.round((hits / (SAMPLES * SAMPLES)) * 255);
    }
  }
  return { side, rgba };
}

/** Encodes a picture as PNG. */
export function encodePicture({ side, rgba }: Picture): Buffer {
  return encodePixels({ width: side, height: side, kind: 'colourAlpha', pixels: rgba });
}

/** Puts PNGs into an icns file: a header with the length of all, then type, length and bytes of each. */
export function encodeIcns(
  entries: readonly { readonly type: string; readonly png: Buffer }[],
): Buffer {
  const parts = entries.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

/** Draws everything into a folder: `icon.icns`, `icon.png`, and the menu bar's template icons. */
export function writeIcons(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const pngs = new Map<number, Buffer>();
  const pngOf = (side: number): Buffer => {
    const known = pngs.get(side) ?? encodePicture(drawAppIcon(side));
    pngs.set(side, known);
    return known;
  };
  const entries = ICNS_TYPES.map(([type, side]) => ({ type, png: pngOf(side) }));
  writeFileSync(path.join(folder, 'icon.icns'), encodeIcns(entries));
  writeFileSync(path.join(folder, 'icon.png'), pngOf(512));
  for (const [scale, name] of [
    [1, 'iconTemplate.png'],
    [2, 'iconTemplate@2x.png'],
  ] as const) {
    writeFileSync(
      path.join(folder, name),
      encodePng(drawGauge({ state: 'fresh', step: null }, scale)),
    );
  }
}
