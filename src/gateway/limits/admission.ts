import type { CallRow } from '../../store/ports.ts';

/** What a call that was let in holds until its end. */
export interface Admission {
  /** Gives everything back and counts what was used: that of the row, or nothing where there is none. */
  settle(row: CallRow | undefined): void;
}
