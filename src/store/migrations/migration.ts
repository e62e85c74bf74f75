import type { DialectName } from '../database.ts';

/**
 * One step forward. It is SQL text, and never changes once it was released: what it did to a database must not depend on
 * the program that runs it.
 */
export interface Migration {
  /** Four digits and a name; the order of the list is the order of the digits. */
  readonly id: string;
  /** Text that every dialect understands, or one for each. */
  readonly statements: readonly (string | Readonly<Record<DialectName, readonly string[]>>)[];
}
