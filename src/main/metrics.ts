import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../endpoints/send-json.ts';
import type { Secret } from '../lib/secret.ts';
import type { BodyReader } from '../records/ports.ts';
import type { CallRecorder } from '../store/ports.ts';
import type { CallMetrics } from './call-metrics.ts';

/** Prometheus' metrics, where the configuration has a token for them. */
export interface Metrics {
  readonly token: Secret;
  readonly calls: CallMetrics;
}

/** The library is loaded by those who want metrics. @param token undefined: nobody does */
export async function openMetrics(
  token: Secret | undefined,
  recorder: Pick<CallRecorder, 'lost'>,
  bodies: Pick<BodyReader, 'status'>,
): Promise<Metrics | undefined> {
  if (token === undefined) return undefined;
  const { CallMetrics } = await import('./call-metrics.ts');
  const calls = new CallMetrics({
    rowsLost: () => recorder.lost,
    bodiesLost: () => bodies.status.lost,
    bodiesDropped: () => bodies.status.dropped,
    bodyBytesWaiting: () => bodies.status.waitingBytes,
  });
  return { token, calls };
}

/** The same recorder, which also counts. */
export function withMetrics(recorder: CallRecorder, { calls }: Metrics): CallRecorder {
  return {
    record(row) {
      recorder.record(row);
      calls.observe(row);
    },
    flush: () => recorder.flush(),
    get lost() {
      return recorder.lost;
    },
    get waiting() {
      return recorder.waiting;
    },
  };
}

/** Answers a request for `/metrics`, which comes with `Authorization: Bearer <token>`. */
export function serveMetrics(metrics: Metrics | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (metrics === undefined) {
    return refuse(response, 404, 'NO_METRICS', 'Set metrics.token in the configuration file to have metrics.');
  }
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined || !isSame(given, metrics.token.reveal())) {
    return refuse(response, 401, 'WRONG_TOKEN', 'Send "Authorization: Bearer" with the token of metrics.token.');
  }
  metrics.calls.text().then(
    (text) =>
      response.writeHead(200, { 'content-type': metrics.calls.contentType, 'cache-control': 'no-store' }).end(text),
    () => refuse(response, 500, 'INTERNAL', 'The metrics cannot be read.'),
  );
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}

/** In a time that tells nothing of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
