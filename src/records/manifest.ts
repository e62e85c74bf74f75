/** The list of a body's blocks, in a few bytes: ids that follow each other cost one byte each, before compression. */

const MORE = 0x80;
const BITS = 0x80;

/** Each id as its distance from the one before, as a variable number of bytes. Ids are whole and at least 0. */
export function encodeManifest(ids: readonly number[]): Buffer {
  const bytes: number[] = [];
  let last = 0;
  for (const id of ids) {
    const distance = id - last;
    last = id;
    // Backwards is odd and forwards is even, so that small distances stay small numbers.
    let rest = distance < 0 ? -distance * 2 - 1 : distance * 2;
    // Not with shifts, which would end at 32 bits.
    for (; rest >= BITS; rest = Math.floor(rest / BITS)) bytes.push((rest % BITS) | MORE);
    bytes.push(rest);
  }
  return Buffer.from(bytes);
}

/** The inverse of `encodeManifest`. */
export function decodeManifest(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  let last = 0;
  let number = 0;
  let unit = 1;
  for (const byte of bytes) {
    number += (byte % BITS) * unit;
    unit *= BITS;
    if (byte >= MORE) continue;
    last += number % 2 === 0 ? number / 2 : -(number + 1) / 2;
    ids.push(last);
    number = 0;
    unit = 1;
  }
  return ids;
}
