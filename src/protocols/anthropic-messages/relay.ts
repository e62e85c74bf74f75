import { readField, spliceFields } from '../../lib/json-scan.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';

// For a model whose limit nobody told us: every Claude since 3.5 gives at least this much.
const DEFAULT_MAX_TOKENS = 8192;

// A buffer, since a string would be made into one at each search.
const SIGNATURE_KEY = Buffer.from('"signature"');
const FOREIGN_SIGNATURE = /"signature"\s*:\s*"("|rw1\.)/;

/**
 * The client's own bytes for an Anthropic platform. Changed are `model`, and `max_tokens` where it is missing or above
 * what the model is known to give.
 */
export function relayRequest(body: Buffer, head: RequestHead, target: EncodeTarget): EncodedRequest {
  // A platform that signs its thinking refuses that of other models, so such a conversation cannot go as it is.
  if (target.quirks.signedThinking === true && hasForeignThinking(body))
    return encodeRequest(decodeRequest(body), target);
  const values = new Map([['model', JSON.stringify(target.model)]]);
  const asked = readField(body, head.spans, 'max_tokens');
  const limit = target.maxOutputTokens;
  if (asked === undefined) values.set('max_tokens', String(limit ?? DEFAULT_MAX_TOKENS));
  else if (limit !== undefined && typeof asked === 'number' && asked > limit) values.set('max_tokens', String(limit));
  const relayed = spliceFields(body, head.spans, values);
  return { body: relayed, stream: head.stream, losses: [], toolNames: new Map() };
}

function hasForeignThinking(body: Buffer): boolean {
  return body.includes(SIGNATURE_KEY) && FOREIGN_SIGNATURE.test(body.toString('latin1'));
}
