import type { Body } from '../lib/body.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import type { CallId, KeyId } from '../lib/ids.ts';
import type { Secret } from '../lib/secret.ts';
import type { Codec, RequestHead } from '../protocols/codec.ts';
import type { Plan, Target } from '../routing/plan.ts';
import { readRequest } from '../routing/reading/read-request.ts';
import { readWhole, type WholeReading } from '../routing/reading/read-whole.ts';
import type { Reading } from '../routing/reading/reading.ts';
import { type RequestView, viewRequest } from '../routing/reading/request-view.ts';
import type { Fault } from '../turn/fault.ts';
import type { Loss } from '../turn/losses.ts';
import type { TurnRequest } from '../turn/request.ts';
import type { CallCapture } from './capture/call-capture.ts';
import type { Admission } from './limits/admission.ts';
import type { ClientKey } from './limits/client-key.ts';
import type { UsageMeter } from './usage-meter.ts';

/** Who asks. */
export interface Identity {
  readonly keyId: KeyId;
  readonly keyName: string;
  /** The client's own credential for `auth: passthrough` platforms: the header it came in, and its value. */
  readonly credential?: { readonly header: string; readonly value: Secret };
  /** Came without a redwolf key: may use passthrough platforms and nothing else. */
  readonly isAnonymous: boolean;
  /** What it may do, and how much; absent without a redwolf key. */
  readonly key?: ClientKey;
}

/** The request as it came. */
export interface ClientRequest {
  readonly method: string;
  /** Below the base, without its query. */
  readonly path: string;
  /** Query string with its question mark, or empty. */
  readonly query: string;
  readonly headers: IncomingHeaders;
  readonly body: Body;
}

/** One try at one target, for the record. */
export interface AttemptRecord {
  readonly target: Target;
  /** Position in the platform's pool of keys. */
  readonly credential: number;
  readonly fault: Fault | undefined;
  /** Status of the platform's reply; undefined if none came. */
  readonly replyStatus: number | undefined;
  /** Headers of the platform's reply, if there was one. */
  readonly replyHeaders: IncomingHeaders;
  readonly milliseconds: number;
}

/** How a call ended for the client. */
export interface CallResult {
  readonly outcome: 'ok' | 'error' | 'aborted';
  readonly status: number;
  readonly fault?: Fault;
}

/**
 * The one object that travels through the gateway. All that is known of a call is here and nowhere else; each stage
 * writes its own part once.
 */
export class Call {
  readonly id: CallId;
  readonly endpoint: string;
  readonly codec: Codec;
  readonly request: ClientRequest;
  readonly head: RequestHead;
  readonly identity: Identity;
  /** UTC milliseconds. */
  readonly startedAt: number;
  /** Monotonic milliseconds. */
  readonly startedMonotonic: number;
  readonly attempts: AttemptRecord[] = [];
  /** Keeps what passes; undefined where nothing is to be kept. */
  capture: CallCapture | undefined;
  plan: Plan | undefined;
  /** Held from before the first attempt until the row is written. */
  admission: Admission | undefined;
  losses: readonly Loss[] = [];
  /** Of the attempt that answered. */
  usage: UsageMeter | undefined;
  firstAttemptMonotonic: number | undefined;
  firstByteMonotonic: number | undefined;
  #turn: TurnRequest | undefined;
  #reading: Reading | undefined;
  #wholeReading: WholeReading | undefined;

  constructor(
    fields: Pick<
      Call,
      'id' | 'endpoint' | 'codec' | 'request' | 'head' | 'identity' | 'startedAt' | 'startedMonotonic'
    >,
  ) {
    this.id = fields.id;
    this.endpoint = fields.endpoint;
    this.codec = fields.codec;
    this.request = fields.request;
    this.head = fields.head;
    this.identity = fields.identity;
    this.startedAt = fields.startedAt;
    this.startedMonotonic = fields.startedMonotonic;
  }

  /** The decoded request. Decoded once, when it is first asked for; throws Fault invalid_request. */
  turn(): TurnRequest {
    this.#turn ??= this.codec.decodeRequest(this.request.body.whole());
    return this.#turn;
  }

  /** What kind of call it is, of which session and agent. Read once, in microseconds; never throws. */
  reading(): Reading {
    this.#reading ??= readRequest(this.#view());
    return this.#reading;
  }

  /** The user's words, what went before, and what the request demands. Read once, within a millisecond; never throws. */
  wholeReading(): WholeReading {
    this.#wholeReading ??= readWhole(this.#view());
    return this.#wholeReading;
  }

  #view(): RequestView {
    const { path, headers, body } = this.request;
    return viewRequest({ protocol: this.codec.id, path, headers, body, spans: this.head.spans });
  }
}
