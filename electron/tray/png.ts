import { crc32, deflateSync } from 'node:zlib';

import type { AlphaImage } from './gauge-raster.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BIT_DEPTH = 8;
/** PNG's colour types that are used here, with the bytes that a pixel of each has. */
const COLOUR_TYPES = { greyAlpha: [4, 2], colourAlpha: [6, 4] } as const;

/**
 * Encodes pixels of 8 bits a channel as a PNG: the signature, and the chunks IHDR, IDAT and IEND.
 *
 * Source: W3C, Portable Network Graphics, third edition, sections 5 and 11.2.
 *
 * @param image.pixels row by row from the top, channel by channel
 */
export function encodePixels(image: {
  readonly width: number;
  readonly height: number;
  readonly kind: keyof typeof COLOUR_TYPES;
  readonly pixels: Uint8Array;
}): Buffer {
  const { width, height, kind, pixels } = image;
  const [colourType, channels] = COLOUR_TYPES[kind];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = BIT_DEPTH;
  header[9] = colourType;
  // Each row: one byte for the filter (0: none), then its pixels.
  const stride = width * channels;
  const rows = Buffer.alloc((1 + stride) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (1 + stride) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Encodes a template image: black, with the given alpha, as a PNG of 8-bit grey and alpha. PNG rather than raw pixels,
 * because their layout depends on the platform.
 */
export function encodePng({ width, height, alpha }: AlphaImage): Buffer {
  const pixels = new Uint8Array(alpha.length * 2);
  for (const [index, value] of alpha.entries()) pixels[index * 2 + 1] = value;
  return encodePixels({ width, height, kind: 'greyAlpha', pixels });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
