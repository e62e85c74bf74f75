import { newMessageId } from '../lib/ids.ts';
import type { Fault } from '../turn/fault.ts';
import type { Call } from './call.ts';
import type { ClientReply } from './client-reply.ts';
import { redwolfHeaders, relayedHeaders } from './reply-headers.ts';

/** Tells the client of a fault in its own protocol: by status and body, or by an event if the stream has begun. */
export function sendFault(call: Call, client: ClientReply, fault: Fault): void {
  if (client.hasBegun) {
    const context = {
      messageId: newMessageId(),
      model: call.head.model,
      estimatedInputTokens: 0,
      createdAt: Math.floor(call.startedAt / 1_000),
      includeUsage: false,
    };
    client.end(call.codec.streamEncoder(context).push({ type: 'error', fault }));
    return;
  }
  const last = call.attempts.at(-1);
  const isLasts = last !== undefined && last.fault === fault;
  const candidate = isLasts ? { target: last.target, credential: last.credential, key: undefined } : undefined;
  const isSameProtocol = candidate?.target.channel.protocol === call.codec.id;
  const body = (isSameProtocol ? relayableBody(fault) : undefined) ?? call.codec.encodeError(fault, call.id);
  client.begin(fault.status, {
    ...errorHeaders(fault, call.id, body.length),
    ...(candidate !== undefined && relayedHeaders(call, candidate, last?.replyHeaders ?? {})),
    ...redwolfHeaders(call, candidate, call.attempts.length),
  });
  client.end(body);
}

/** Headers of an error reply, but for those that tell of a call. */
export function errorHeaders(fault: Fault, requestId: string, length: number): Record<string, string> {
  const { retryAfter, shouldRetry } = fault.details;
  return {
    'content-type': 'application/json',
    'content-length': String(length),
    'request-id': requestId,
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(shouldRetry !== undefined && { 'x-should-retry': String(shouldRetry) }),
  };
}

/** The platform's own words, but for a refused key of ours: the client must not look for the fault in its own. */
function relayableBody(fault: Fault): Buffer | undefined {
  return fault.kind === 'authentication' && fault.status !== 401 ? undefined : fault.details.body;
}
