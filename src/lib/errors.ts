/**
 * Failures of redwolf itself: it cannot start, or a command or the admin plane cannot do what it was asked to. What goes
 * wrong with a single call is a `Fault` (src/turn/fault.ts) instead.
 */

/** What a code means where no one says otherwise. */
export interface ErrorMeaning {
  /** Exit status of the process; 78 and its neighbours are those of sysexits.h. */
  readonly exit: number;
  /** HTTP status on the admin plane. */
  readonly status: number;
}

/** Every code there is, sorted. */
export const ERROR_CATALOGUE = {
  CALL_UNKNOWN: { exit: 65, status: 404 },
  CONFIG_CHANGED: { exit: 75, status: 409 },
  CONFIG_INVALID: { exit: 78, status: 400 },
  CONFIG_UNREADABLE: { exit: 66, status: 500 },
  DATABASE_FAILED: { exit: 74, status: 500 },
  DATABASE_LOCKED: { exit: 75, status: 503 },
  DATABASE_TOO_NEW: { exit: 78, status: 500 },
  DATABASE_UNREACHABLE: { exit: 69, status: 503 },
  DATA_DIR_UNWRITABLE: { exit: 73, status: 500 },
  IMPORT_FILE_INVALID: { exit: 65, status: 400 },
  IMPORT_FILE_UNREADABLE: { exit: 66, status: 400 },
  KEY_EXISTS: { exit: 65, status: 409 },
  KEY_NAME_INVALID: { exit: 65, status: 400 },
  KEY_READ_ONLY: { exit: 65, status: 409 },
  KEY_UNKNOWN: { exit: 65, status: 404 },
  LISTEN_FAILED: { exit: 69, status: 500 },
  MASTER_KEY_INVALID: { exit: 78, status: 500 },
  MASTER_KEY_KEPT: { exit: 75, status: 409 },
  MASTER_KEY_WRONG: { exit: 78, status: 503 },
  NODE_TOO_OLD: { exit: 78, status: 500 },
  PASSWORD_REFUSED: { exit: 65, status: 400 },
  PORT_IN_USE: { exit: 69, status: 500 },
  SORT_TOO_WIDE: { exit: 65, status: 422 },
  TLS_INVALID: { exit: 78, status: 500 },
  USER_CHANGED: { exit: 75, status: 409 },
  USER_EXISTS: { exit: 65, status: 409 },
  USER_NAME_INVALID: { exit: 65, status: 400 },
  USER_UNKNOWN: { exit: 65, status: 404 },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** A failure that the user is told of. Its message says what happened and what to do, and is shown as it is. */
export class RedwolfError extends Error {
  readonly code: ErrorCode;

  /**
   * @param message whole sentences; must hold no secret
   * @param options `cause` is for the log only
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RedwolfError';
    this.code = code;
  }

  /** Status that the process ends with. */
  get exitCode(): number {
    return ERROR_CATALOGUE[this.code].exit;
  }

  /** HTTP status for the admin plane. */
  get httpStatus(): number {
    return ERROR_CATALOGUE[this.code].status;
  }
}

/** The `code` of a system error, such as `ENOENT`; undefined for any other value. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
