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

/**
 * A short question to a platform, outside of any call. Rejects if it does not answer in time.
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
    let head: { status: number; headers: IncomingHeaders } = { status: 0, headers: {} };
    const running = upstream.send(request, {
      onHead(status, headers) {
        head = { status, headers };
      },
      onData: (chunk) => void chunks.push(chunk),
      onEnd() {
        timer.cancel();
        resolve({ ...head, body: Buffer.concat(chunks) });
      },
      onError(error) {
        timer.cancel();
        reject(error);
      },
    });
    const timer = clock.timer(limit, () => {
      running.abort();
      reject(new Error(`${request.platform} did not answer in time`));
    });
  });
}
