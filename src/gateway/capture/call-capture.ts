import type { CaptureLevel } from '../../config/key-policy.ts';
import type { BodyRecorder } from '../../records/ports.ts';
import type { Call } from '../call.ts';
import type { UpstreamRequest } from '../upstream.ts';
import { keptHeaders } from './kept-headers.ts';
import { StageTap } from './stage-tap.ts';

/** What is kept of one attempt. */
export interface AttemptTap {
  readonly sent: StageTap;
  readonly raw: StageTap;
}

/** Keeps what passes of one call, in its four stages. */
export class CallCapture {
  readonly reply: StageTap;
  readonly #recorder: BodyRecorder;
  readonly #isFull: boolean;
  readonly #attempts: AttemptTap[] = [];

  constructor(level: Exclude<CaptureLevel, 'off'>, recorder: BodyRecorder) {
    this.#recorder = recorder;
    this.#isFull = level === 'full';
    this.reply = new StageTap(this.#isFull, recorder);
  }

  /** A request that is being sent to a platform. */
  attempt({ method, path, headers, body }: UpstreamRequest): AttemptTap {
    const sent = new StageTap(this.#isFull);
    sent.head = { method, path: withoutQuery(path), headers: keptHeaders(headers) };
    for (const piece of body.pieces) sent.data(piece);
    const tap = { sent, raw: new StageTap(this.#isFull, this.#recorder) };
    this.#attempts.push(tap);
    return tap;
  }

  /** Hands all of it over. */
  finish(call: Call, secrets: readonly string[]): void {
    const { method, headers, body } = call.request;
    const request = new StageTap(this.#isFull);
    request.head = { method, path: call.request.path, headers: keptHeaders(headers) };
    for (const piece of body.pieces) request.data(piece);
    const taps = [this.reply, ...this.#attempts.map(({ raw }) => raw)];
    this.#recorder.record({
      id: call.id,
      keyId: call.identity.keyId,
      startedAt: call.startedAt,
      stages: [
        request.captured('request', 0),
        ...this.#attempts.flatMap(({ sent, raw }, index) => [sent.captured('sent', index), raw.captured('raw', index)]),
        this.reply.captured('reply', 0),
      ],
      secrets,
      reserved: taps.reduce((sum, tap) => sum + tap.reserved, 0),
    });
  }
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? '';
}
