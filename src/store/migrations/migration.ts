/**
 * One step forward. It is SQL text that every dialect understands, and never changes once it was released: what it did to
 * a database must not depend on the program that runs it.
 */
export interface Migration {
  /** Four digits and a name; the order of the list is the order of the digits. */
  readonly id: string;
  readonly statements: readonly string[];
}
