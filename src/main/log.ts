import { destination, type Logger, pino, stdTimeFunctions } from 'pino';

/** The log: JSON lines on standard error, so that standard output is the user's. */
export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;

// Fields that may carry a secret, wherever they stand. Secrets hide themselves; this is for what is not ours.
const REDACTED = ['*.authorization', '*["x-api-key"]', '*["api-key"]', '*.cookie', '*["x-redwolf-key"]'];

/** Opens the log. */
export function createLog(debug: boolean): Log {
  return pino(
    { level: debug ? 'debug' : 'info', base: null, redact: REDACTED, timestamp: stdTimeFunctions.isoTime },
    destination(2),
  );
}
