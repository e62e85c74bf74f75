/** OID of the type bytea (PostgreSQL, src/include/catalog/pg_type.dat). */
const BYTEA = 17;
const HEADER_BYTES = 20;

/**
 * An array of bytea in PostgreSQL's binary form: dimensions, a flag for nulls, the type, length and lower bound, then each
 * element behind its length (array_recv in src/backend/utils/adt/arrayfuncs.c). As text, which is all that the driver
 * has for arrays, it would be twice as long.
 */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const length = values.reduce((sum, value) => sum + 4 + value.length, HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(length);
  const header = [1, 0, BYTEA, values.length, 1];
  let at = 0;
  for (const number of header) at = bytes.writeInt32BE(number, at);
  for (const value of values) {
    at = bytes.writeInt32BE(value.length, at);
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
}
