import { RedwolfError } from '../lib/errors.ts';

/** "Internal software error" of sysexits.h. */
const EXIT_BUG = 70;
const REPORT_AT = 'This is a bug in redwolf. Please report it, with the lines above.';

/**
 * Tells the user what went wrong: an expected failure by its own sentence, any other one with its stack.
 * @param write takes a line without its end
 * @returns the exit code of the process
 */
export function reportFailure(error: unknown, write: (line: string) => void = console.error): number {
  if (error instanceof RedwolfError) {
    write(error.message);
    return error.exitCode;
  }
  write(error instanceof Error ? (error.stack ?? error.message) : String(error));
  write(REPORT_AT);
  return EXIT_BUG;
}
