import { hash } from 'node:crypto';

// Ids are short and can be printed. PostgreSQL would refuse some others.
const PLAIN = /^[\x21-\x7e]{1,128}$/;
const HEX_DIGITS = 32;

/** An id that a client sent, or its hash where it is none that should stand in a row. Null for an empty one. */
export function plainId(id: string | undefined): string | null {
  if (id === undefined || id === '') return null;
  return PLAIN.test(id) ? id : hash('sha256', id).slice(0, HEX_DIGITS);
}
