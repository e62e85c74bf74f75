import type { IncomingHeaders } from '../lib/headers.ts';
import { newMessageId } from '../lib/ids.ts';
import { isObject } from '../lib/json.ts';
import { readField } from '../lib/json-scan.ts';
import type { ClientContext, Codec, EncodeTarget, ReplyContext } from '../protocols/codec.ts';
import { CODECS } from '../protocols/index.ts';
import { withTextTools } from '../protocols/text-tools.ts';
import type { Target } from '../routing/plan.ts';
import type { Loss } from '../turn/losses.ts';
import type { TurnRequest } from '../turn/request.ts';
import { usesTools } from '../turn/text-tools/request.ts';
import type { Call } from './call.ts';
import { estimateInputTokens } from './estimate-input.ts';
import type { Candidate } from './health.ts';
import { requestFault } from './request-fault.ts';
import type { UpstreamRequest } from './upstream.ts';
import { authHeaders } from './upstream-headers.ts';
import { UsageMeter } from './usage-meter.ts';

/** A request that is ready to be sent, and all that its reply will need. */
export interface Encoded {
  /** The upstream's protocol. */
  readonly codec: Codec;
  /** The client's bytes are passed on, and the platform's are passed back. Otherwise both are converted. */
  readonly isRelay: boolean;
  readonly request: UpstreamRequest;
  readonly losses: readonly Loss[];
  readonly replyContext: ReplyContext;
  readonly clientContext: ClientContext;
  readonly meter: UsageMeter;
  /** Of a relayed stream: events that the client must not see. */
  readonly isUnasked?: (data: string) => boolean;
}

/**
 * Encodes the client's request for one target, anew from what the client sent.
 *
 * @throws Fault invalid_request if the request cannot be read
 */
export function encodeAttempt(call: Call, candidate: Candidate): Encoded {
  try {
    return encode(call, candidate);
  } catch (error) {
    throw requestFault(error);
  }
}

function encode(call: Call, candidate: Candidate): Encoded {
  const { target } = candidate;
  const { facts } = target;
  const codec = codecFor(call, target);
  const isRelay = codec === call.codec;
  const isSameProtocol = codec.id === call.codec.id;
  const encodeTarget: EncodeTarget = {
    model: target.model,
    origin: target.upstream.id,
    quirks: target.channel.quirksFor(target.model),
    ...(facts.maxOutputTokens !== undefined && { maxOutputTokens: facts.maxOutputTokens }),
    ...(facts.contextWindow !== undefined && { contextWindow: facts.contextWindow }),
  };
  const encoded = isRelay
    ? codec.relayRequest(call.request.body, call.head, encodeTarget)
    : codec.encodeRequest(call.turn(), encodeTarget);
  const estimatedInputTokens = estimateInputTokens(call, isRelay);
  return {
    codec,
    isRelay,
    request: {
      platform: target.upstream.id,
      origin: target.channel.url.origin,
      method: 'POST',
      path: target.channel.url.path + (isSameProtocol ? call.request.query : ''),
      headers: headersFor(call, candidate, codec, encoded.stream),
      body: encoded.body,
      timeouts: target.upstream.timeouts,
      proxy: target.upstream.proxy,
    },
    losses: encoded.losses,
    replyContext: { origin: target.upstream.id, toolNames: encoded.toolNames },
    clientContext: new CallContext(call, target.model, estimatedInputTokens),
    meter: new UsageMeter(estimatedInputTokens),
    ...(encoded.isUnasked !== undefined && { isUnasked: encoded.isUnasked }),
  };
}

/** A model without tools is asked in a form of its own, even in the client's protocol. Without tools nothing changes. */
function codecFor(call: Call, { channel, facts }: Target): Codec {
  const codec = CODECS[channel.protocol];
  return facts.textTools === true && usesTools(call.turn()) ? withTextTools(codec, call.turn()) : codec;
}

function headersFor(call: Call, candidate: Candidate, codec: Codec, isStream: boolean): Record<string, string> {
  const client: IncomingHeaders | undefined = codec.id === call.codec.id ? call.request.headers : undefined;
  return {
    'content-type': 'application/json',
    accept: isStream ? 'text/event-stream' : 'application/json',
    ...codec.upstreamHeaders(client),
    ...authHeaders(call.request.headers, call.identity, candidate),
  };
}

/** What a reply encoder is told. The id is made when it is asked for: a relayed reply keeps the platform's own. */
class CallContext implements ClientContext {
  readonly model: string;
  readonly estimatedInputTokens: number;
  readonly createdAt: number;
  readonly includeUsage: boolean;
  readonly #call: Call;
  #messageId: string | undefined;

  constructor(call: Call, model: string, estimatedInputTokens: number) {
    this.#call = call;
    this.model = model;
    this.estimatedInputTokens = estimatedInputTokens;
    this.createdAt = Math.floor(call.startedAt / 1_000);
    this.includeUsage = wantsUsage(call);
  }

  get request(): TurnRequest {
    return this.#call.turn();
  }

  get messageId(): string {
    this.#messageId ??= newMessageId();
    return this.#messageId;
  }
}

/** OpenAI's clients say whether they want a last chunk with the usage. */
function wantsUsage(call: Call): boolean {
  const options = readField(call.request.body, call.head.spans, 'stream_options');
  return isObject(options) && options['include_usage'] === true;
}
