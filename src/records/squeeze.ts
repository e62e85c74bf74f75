import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
/** Zstandard's own frame takes more than what could be saved. */
const SMALLEST = 48;

/** Compressed where that is shorter, else as it is: its length tells which. */
export function squeeze(bytes: Buffer): Buffer {
  if (bytes.length < SMALLEST) return bytes;
  const compressed = zstdCompressSync(bytes, OPTIONS);
  return compressed.length < bytes.length ? compressed : bytes;
}

/** @param length of what was squeezed */
export function unsqueeze(stored: Uint8Array, length: number): Buffer {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  return stored.byteLength === length ? bytes : zstdDecompressSync(bytes);
}
