import type { Clock } from '../lib/clock.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import type { UpstreamPort, UpstreamRequest } from './upstream.ts';

/** A whole reply of a platform. */
export interface ExchangeReply {
  readonly status: number;
  readonly headers: IncomingHeaders;
  readonly body: Buffer;
}

const LIMIT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A short question to a platform, outside of any call. Rejects if it does not answer in time, or with more than 16 MiB.
 *
 * @param limit in milliseconds, for the whole exchange
 */
export function exchange(
  upstream: UpstreamPort,
  clock: Clock,
  request: UpstreamRequest,
  limit = LIMIT_MS,
): Promise<ExchangeReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let head: { status: number; headers: IncomingHeaders } = { status: 0, headers: {} };
    // Before the request, which may fail at once.
    const timer = clock.timer(limit, () => giveUp('did not answer in time'));
    const running = upstream.send(request, {
      onHead(status, headers) {
        head = { status, headers };
      },
      onData(chunk) {
        bytes += chunk.length;
        if (bytes <= MAX_BYTES) chunks.push(chunk);
        else giveUp('answered with more than 16 MiB');
      },
      onEnd() {
        timer.cancel();
        resolve({ ...head, body: Buffer.concat(chunks) });
      },
      onError(error) {
        timer.cancel();
        reject(error);
      },
    });

    function giveUp(why: string): void {
      timer.cancel();
      running.abort();
      reject(new Error(`${request.platform} ${why}`));
    }
  });
}
