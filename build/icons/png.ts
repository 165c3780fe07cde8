import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A square picture, 8 bits a channel: red, green, blue, alpha, row by row from the top. */
export interface Picture {
  readonly side: number;
  readonly rgba: Uint8Array;
}

/** Encodes it as PNG, colour type 6. Source: W3C, Portable Network Graphics, third edition. */
export function encodeColourPng({ side, rgba }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6], 8);
  const stride = side * 4;
  const rows = Buffer.alloc((1 + stride) * side);
  for (let row = 0; row < side; row += 1) {
    rows.set(rgba.subarray(row * stride, (row + 1) * stride), row * (1 + stride) + 1);
  }
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
