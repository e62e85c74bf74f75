/**
 * What every wire format has to offer: an UpstreamCodec if only platforms speak it, a Codec if clients do too. Same
 * protocol on both sides: `readHead`, `relayRequest`, and the stream decoder as a watcher. Different protocols: decode on
 * one side, encode on the other, with the neutral turn between them.
 *
 * Every function is pure in its arguments; what a stream must remember lives in the decoder or encoder that was made for
 * that stream.
 */

import type { Body } from '../lib/body.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import type { FieldSpans } from '../lib/json-scan.ts';
import type { JoinDeltas } from '../turn/collect-reply.ts';
import type { EventSink, TurnEvent } from '../turn/events.ts';
import type { Fault } from '../turn/fault.ts';
import type { Loss } from '../turn/losses.ts';
import type { TurnReply } from '../turn/reply.ts';
import type { ProtocolId, TurnRequest } from '../turn/request.ts';
import type { Framing } from './framing.ts';
import type { Quirks } from './quirks.ts';

/** What is known of a request without decoding it. */
export interface RequestHead {
  /** The client's model name, as text; empty if it sent none. */
  readonly model: string;
  readonly stream: boolean;
  /** Places of the top-level fields in the body. */
  readonly spans: FieldSpans;
}

/** The upstream that a request is encoded for. */
export interface EncodeTarget {
  /** The platform's own model id. */
  readonly model: string;
  /** Names the maker of vendor-bound data (signatures, encrypted reasoning): the id of the configured platform. */
  readonly origin: string;
  readonly quirks: Quirks;
  /** The model's output limit in tokens, where it is known. */
  readonly maxOutputTokens?: number;
  /** The model's context window in tokens, where it is known. */
  readonly contextWindow?: number;
  /** Whether the model can think, where it is known. */
  readonly thinks?: boolean;
  /** Tokens of context for which the model is loaded, as far as redwolf knows. */
  readonly loadedContext?: number;
}

export interface EncodedRequest {
  readonly body: Body;
  /** The upstream answers as a stream, even where the client did not ask for one. */
  readonly stream: boolean;
  readonly losses: readonly Loss[];
  /** Tool names that had to be changed: the name sent → the client's own name. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** Tokens of context for which the platform was told to load the model. */
  readonly loadedContext?: number;
  /** True for the data of an event that redwolf asked for and the client did not. Absent where the client gets all. */
  readonly isUnasked?: (data: string) => boolean;
}

/** What a reply decoder needs to know of the request. */
export interface ReplyContext {
  readonly origin: string;
  readonly toolNames: ReadonlyMap<string, string>;
}

/** What a reply encoder needs to know of the call. */
export interface ClientContext {
  /** Unique in the whole gateway: clients merge replies that share an id. */
  readonly messageId: string;
  /** The model that answers. */
  readonly model: string;
  /** An estimate of the request's input tokens, shown until the platform reports the true number. */
  readonly estimatedInputTokens: number;
  /** Unix time in seconds. */
  readonly createdAt: number;
  /** Events of the reply that the client already has, where the encoder only ends what another one began. Default 0. */
  readonly eventsSent?: number;
  /** The client asked for usage at the end of the stream (OpenAI's `stream_options.include_usage`). */
  readonly includeUsage: boolean;
  /** What the client asked for, for a reply that repeats some of it. Read when the reply begins, never of a relayed one. */
  readonly request?: TurnRequest;
}

/** Reads a stream, one event at a time, and gives turn events to the sink it was made with. */
export interface StreamDecoder {
  /** `name` is the event's name (empty if it has none), `data` its data as wire text. */
  push(name: string, data: string): void;
  /** The body ended. Gives `error` unless the stream was complete, else the missing closing events. */
  end(): void;
  /** The protocol's own end was seen: what follows on the connection is of no interest. */
  readonly isDone: boolean;
}

/** Writes a stream. Returns wire text for the client, `''` for nothing. */
export interface StreamEncoder {
  push(event: TurnEvent): string;
}

/** What a protocol offers that platforms speak to redwolf. */
export interface UpstreamCodec {
  readonly id: ProtocolId;
  /** How its streams are cut into events. */
  readonly framing: Framing;

  /** Throws Fault context_overflow where the request is known not to fit into the model. */
  encodeRequest(turn: TurnRequest, target: EncodeTarget): EncodedRequest;
  /** Throws Fault broken_reply, or the fault that the platform put into a successful reply. */
  decodeReply(body: Buffer, context: ReplyContext): TurnReply;
  streamDecoder(context: ReplyContext, sink: EventSink): StreamDecoder;
  /** For streams that are collected. Absent where the decoder gives no opaque deltas. */
  readonly joinDeltas?: JoinDeltas;
  /** Reads the body of a reply whose status is 400 or more; it may be anything. */
  decodeError(status: number, headers: IncomingHeaders, body: Buffer): Fault;
  /** The protocol's own headers for an upstream. `client`: those of a client of the same protocol, to be passed on. */
  upstreamHeaders(client: IncomingHeaders | undefined): Record<string, string>;
}

/** What a protocol offers that clients speak too. It is always one that platforms speak, so that bytes can be relayed. */
export interface Codec extends UpstreamCodec {
  /** Reads the top level of a request. Throws Fault invalid_request for what no platform could understand. */
  readHead(body: Body): RequestHead;
  /** The same protocol on both sides: changes only what must change, all else stays byte for byte. */
  relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest;
  /** Throws Fault invalid_request. */
  decodeRequest(body: Buffer): TurnRequest;

  encodeReply(reply: TurnReply, context: ClientContext): Buffer;
  streamEncoder(context: ClientContext): StreamEncoder;
  /** A whole error body. */
  encodeError(fault: Fault, requestId: string): Buffer;
  /** True for headers of an upstream's reply that a client of the same protocol gets. Lower case. */
  isReplyHeader(name: string): boolean;
  /** True for an event of a stream that clients take for an error. Default: its name is `error`. */
  readonly isErrorEvent?: (name: string, data: string) => boolean;
  /** Tells the client that nothing is wrong yet. Allowed before the first event too. */
  readonly keepAlive: string;
}
