import type { Body } from '../../lib/body.ts';
import { readField, spliceFields } from '../../lib/json-scan.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';
import { readHead } from '../read-head.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';

// For a model whose limit nobody told us: every Claude since 3.5 gives at least this much.
const DEFAULT_MAX_TOKENS = 8192;

const SIGNATURE_KEY = Buffer.from('"signature"');

// What follows the key where thinking is of another model: nothing, or an origin that redwolf wrote.
const FOREIGN_VALUE = /^\s*:\s*"("|rw1\.)/;
const VALUE_BYTES = 32;

/** The top level of a Messages request, and where signatures stand. Throws Fault invalid_request. */
export function readMessagesHead(body: Body): RequestHead {
  return readHead(body, SIGNATURE_KEY);
}

/**
 * The client's own bytes for an Anthropic platform. Changed are `model`, and `max_tokens` where it is missing or above
 * what the model is known to give.
 */
export function relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  // A platform that signs its thinking refuses that of other models, so such a conversation cannot go as it is.
  if (target.quirks.signedThinking === true && hasForeignThinking(body, head))
    return encodeRequest(decodeRequest(body.whole()), target);
  const values = new Map([['model', JSON.stringify(target.model)]]);
  const asked = readField(body, head.spans, 'max_tokens');
  const limit = target.maxOutputTokens;
  if (asked === undefined) values.set('max_tokens', String(limit ?? DEFAULT_MAX_TOKENS));
  else if (limit !== undefined && typeof asked === 'number' && asked > limit) values.set('max_tokens', String(limit));
  const relayed = spliceFields(body, head.spans, values);
  return { body: relayed, stream: head.stream, losses: [], toolNames: new Map() };
}

function hasForeignThinking(body: Body, head: RequestHead): boolean {
  return head.spans.found.some((end) => FOREIGN_VALUE.test(body.slice(end, end + VALUE_BYTES).toString('latin1')));
}
