import { crc32, deflateSync } from 'node:zlib';

import type { AlphaImage } from './gauge-raster.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BIT_DEPTH = 8;
/** PNG colour type 4: grey and alpha. */
const GREY_ALPHA = 4;

/**
 * Encodes a template image: black, with the given alpha, as a PNG of 8-bit grey and alpha. PNG rather than raw pixels,
 * because their layout depends on the platform.
 *
 * Source: W3C, Portable Network Graphics, third edition, sections 5 and 11.2.
 */
export function encodePng(image: AlphaImage): Buffer {
  const { width, height, alpha } = image;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = BIT_DEPTH;
  header[9] = GREY_ALPHA;
  // Each row: one byte for the filter (0: none), then a grey and an alpha byte a pixel.
  const stride = 1 + width * 2;
  const rows = Buffer.alloc(stride * height);
  for (let index = 0; index < alpha.length; index += 1) {
    const row = Math.floor(index / width);
    rows[row * stride + 1 + (index % width) * 2 + 1] = alpha[index] ?? 0;
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
