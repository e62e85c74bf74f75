import type { CaptureLevel } from '../../config/key-policy.ts';
import type { Body } from '../../lib/body.ts';
import type { IncomingHeaders } from '../../lib/headers.ts';
import type { BodyRecorder, CapturedCall } from '../../records/ports.ts';
import type { UpstreamRequest } from '../upstream.ts';
import { keptHeaders } from './kept-headers.ts';
import { StageTap } from './stage-tap.ts';

/** What is kept of one attempt. */
export interface AttemptTap {
  readonly sent: StageTap;
  readonly raw: StageTap;
}

/** What a request of a client says before and in its body. */
interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHeaders;
  readonly body: Body;
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
  attempt(request: UpstreamRequest): AttemptTap {
    const tap = { sent: this.#tapOf(request), raw: new StageTap(this.#isFull, this.#recorder) };
    this.#attempts.push(tap);
    return tap;
  }

  /** Hands all of it over. */
  finish(request: Message, call: Pick<CapturedCall, 'id' | 'keyId' | 'startedAt' | 'secrets'>): void {
    const taps = [this.reply, ...this.#attempts.map(({ raw }) => raw)];
    this.#recorder.record({
      ...call,
      stages: [
        this.#tapOf(request).captured('request', 0),
        ...this.#attempts.flatMap(({ sent, raw }, index) => [sent.captured('sent', index), raw.captured('raw', index)]),
        this.reply.captured('reply', 0),
      ],
      reserved: taps.reduce((sum, tap) => sum + tap.reserved, 0),
    });
  }

  /** Of a body that is there as a whole. */
  #tapOf({ method, path, headers, body }: Message): StageTap {
    const tap = new StageTap(this.#isFull);
    tap.head = { method, path: withoutQuery(path), headers: keptHeaders(headers) };
    for (const piece of body.pieces) tap.data(piece);
    return tap;
  }
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? '';
}
