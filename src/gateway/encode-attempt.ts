import type { IncomingHeaders } from '../lib/headers.ts';
import { newMessageId } from '../lib/ids.ts';
import { isObject } from '../lib/json.ts';
import { readField } from '../lib/json-scan.ts';
import type { ClientContext, EncodeTarget, ReplyContext, UpstreamCodec } from '../protocols/codec.ts';
import { CODECS } from '../protocols/index.ts';
import { withTextTools } from '../protocols/text-tools.ts';
import type { Target } from '../routing/plan.ts';
import type { Loss } from '../turn/losses.ts';
import type { TurnRequest } from '../turn/request.ts';
import { usesTools } from '../turn/text-tools/request.ts';
import type { Call } from './call.ts';
import { estimateInputTokens } from './estimate-input.ts';
import type { Candidate } from './health.ts';
import type { LoadedContexts } from './loaded-contexts.ts';
import { requestFault } from './request-fault.ts';
import type { UpstreamRequest } from './upstream.ts';
import { authHeaders } from './upstream-headers.ts';
import { UsageMeter } from './usage-meter.ts';

/** A request that is ready to be sent, and all that its reply will need. */
export interface Encoded {
  /** The upstream's protocol. */
  readonly codec: UpstreamCodec;
  /** The client's bytes are passed on, and the platform's are passed back. Otherwise both are converted. */
  readonly isRelay: boolean;
  /** A stream was asked for. */
  readonly isStream: boolean;
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
 * @throws Fault invalid_request if the request cannot be read, context_overflow if the target cannot hold it
 */
export function encodeAttempt(call: Call, candidate: Candidate, contexts: LoadedContexts): Encoded {
  try {
    return encode(call, candidate, contexts);
  } catch (error) {
    throw requestFault(error);
  }
}

function encode(call: Call, candidate: Candidate, contexts: LoadedContexts): Encoded {
  const { target } = candidate;
  const codec = codecFor(call, target);
  const isRelay = codec === call.codec;
  const isSameProtocol = codec.id === call.codec.id;
  const asked = encodeTarget(target, contexts.of(target));
  const encoded = isRelay
    ? call.codec.relayRequest(call.request.body, call.head, asked)
    : codec.encodeRequest(call.turn(), asked);
  if (encoded.loadedContext !== undefined) contexts.note(target, encoded.loadedContext);
  const estimatedInputTokens = estimateInputTokens(call, isRelay);
  return {
    codec,
    isRelay,
    isStream: encoded.stream,
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

function encodeTarget({ model, upstream, channel, facts }: Target, loadedContext: number | undefined): EncodeTarget {
  const { maxOutputTokens, contextWindow, thinking } = facts;
  return {
    model,
    origin: upstream.id,
    quirks: channel.quirksFor(model),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(thinking !== undefined && { thinks: thinking }),
    ...(loadedContext !== undefined && { loadedContext }),
  };
}

/** A model without tools is asked in a form of its own, even in the client's protocol. Without tools nothing changes. */
function codecFor(call: Call, { channel, facts }: Target): UpstreamCodec {
  const codec = CODECS[channel.protocol];
  return facts.textTools === true && usesTools(call.turn()) ? withTextTools(codec, call.turn()) : codec;
}

function headersFor(call: Call, candidate: Candidate, codec: UpstreamCodec, isStream: boolean): Record<string, string> {
  const client: IncomingHeaders | undefined = codec.id === call.codec.id ? call.request.headers : undefined;
  return {
    'content-type': 'application/json',
    accept: isStream ? codec.framing.mediaType : 'application/json',
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
