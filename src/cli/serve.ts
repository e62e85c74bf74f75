/** From the gateway's start to its end: what is printed, and what signals do. */

import { reportFailure } from './failure.ts';

/** A gateway that is up. */
interface Stoppable {
  /** Lines for the user, such as the address and how to log in. */
  readonly banner: readonly string[];
  /** Drains: resolves when running calls have ended, or were ended after a while. */
  stop(): Promise<void>;
}

/** What is used of the process. */
export interface Host {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): void;
}

interface Output {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm, terminals and supervisors may deliver one signal twice, to the process and to its group; nobody means it twice. */
const SAME_SIGNAL_MS = 300;

/**
 * Prints the banner, in one piece, and waits for a signal: the first one drains and exits with 0, the second exits with 1 at once.
 * @param now monotonic milliseconds
 */
export function serve(
  gateway: Stoppable,
  host: Host,
  output: Output,
  now: () => number = () => performance.now(),
): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = now();
      output.warn('Stopping when the running calls have ended; once more stops at once.');
      void drain(gateway, host, output);
    } else if (now() - firstAt > SAME_SIGNAL_MS) host.exit(1);
  };
  // Before the banner: who has read it may send a signal at once.
  for (const signal of SIGNALS) host.on(signal, onSignal);
  output.print(gateway.banner.join('\n'));
}

async function drain(gateway: Stoppable, host: Host, output: Output): Promise<void> {
  try {
    await gateway.stop();
    host.exit(0);
  } catch (error) {
    host.exit(reportFailure(error, output.warn));
  }
}
