import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogProblem } from '../admin/contract/status.ts';
import { LogMemory } from './log-memory.ts';

/** The log: JSON lines on standard error, so that standard output is the user's. */
export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;

/** The log, with what is asked of it while redwolf runs. */
export interface OpenLog {
  readonly log: Log;
  /** The last warnings and errors, newest first. */
  recent(): readonly LogProblem[];
  readonly isDebug: boolean;
  /** From now on, until redwolf ends. */
  setDebug(isOn: boolean): void;
}

// Fields that may carry a secret, wherever they stand. Secrets hide themselves; this is for what is not ours.
const REDACTED = ['*.authorization', '*["x-api-key"]', '*["api-key"]', '*.cookie', '*["x-redwolf-key"]'];

/**
 * Opens the log.
 * @param stream where the lines go, which default to standard error
 */
export function openLog(debug: boolean, stream: { write(line: string): unknown } = destination(2)): OpenLog {
  const memory = new LogMemory();
  const logger = pino(
    { level: levelOf(debug), base: null, redact: REDACTED, timestamp: stdTimeFunctions.isoTime },
    {
      write(line: string) {
        stream.write(line);
        memory.take(line);
      },
    },
  );
  return {
    log: logger,
    recent: () => memory.recent(),
    get isDebug() {
      return logger.level === 'debug';
    },
    setDebug(isOn) {
      logger.level = levelOf(isOn);
    },
  };
}

function levelOf(debug: boolean): string {
  return debug ? 'debug' : 'info';
}
