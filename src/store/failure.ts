import { type ErrorCode, RedwolfError } from '../lib/errors.ts';
import type { FailureDetails, FailureReason } from './worker-messages.ts';

const CODES: Readonly<Record<FailureReason, ErrorCode>> = {
  unique: 'DATABASE_FAILED',
  constraint: 'DATABASE_FAILED',
  busy: 'DATABASE_LOCKED',
  full: 'DATABASE_FAILED',
  corrupt: 'DATABASE_FAILED',
  unwritable: 'DATA_DIR_UNWRITABLE',
  unreachable: 'DATABASE_UNREACHABLE',
  refused: 'DATABASE_UNREACHABLE',
  newer: 'DATABASE_TOO_NEW',
  other: 'DATABASE_FAILED',
};

const ADVICE: Readonly<Record<FailureReason, string>> = {
  unique: 'The same entry exists already.',
  constraint: 'The entry breaks a rule of its table.',
  busy: 'Another program holds its lock. End that program, or wait for it, and try again.',
  full: 'The disk is full. Make room and try again.',
  corrupt: 'The file is damaged. Restart redwolf: it moves the file aside and begins a new one.',
  unwritable: 'The file cannot be opened for writing. Correct its owner and permissions, or choose another --data-dir.',
  unreachable: 'Start its server, or correct database.url, and try again.',
  refused: 'Correct the user, the password and the name of the database in database.url.',
  newer: 'Start the redwolf that changed it, or a newer one.',
  other: 'If it happens again, look at the disk and at the rest of the log.',
};

/** The database refused a statement, or could not be opened. */
export class DatabaseFailure extends RedwolfError {
  readonly reason: FailureReason;

  /** @param where the database's file, or its address without the password */
  constructor(where: string, details: FailureDetails) {
    super(CODES[details.reason], `The database ${where} failed: ${details.text}. ${ADVICE[details.reason]}`);
    this.name = 'DatabaseFailure';
    this.reason = details.reason;
  }
}
