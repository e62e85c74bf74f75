import type { Body } from '../../lib/body.ts';
import { asNumber, isObject } from '../../lib/json.ts';
import { readField, spliceFields } from '../../lib/json-scan.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';

/**
 * The client's own bytes for an OpenAI-compatible platform. Changed are `model`, the output limit where it is above what
 * the model is known to give, and `stream_options`, without which a stream reports no usage.
 */
export function relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  const values = new Map([['model', JSON.stringify(target.model)]]);
  for (const field of ['max_tokens', 'max_completion_tokens']) {
    const asked = asNumber(readField(body, head.spans, field));
    if (asked !== undefined && target.maxOutputTokens !== undefined && asked > target.maxOutputTokens) {
      values.set(field, String(target.maxOutputTokens));
    }
  }
  if (head.stream && target.quirks.noStreamOptions !== true) {
    const options = readField(body, head.spans, 'stream_options');
    values.set('stream_options', JSON.stringify({ ...(isObject(options) && options), include_usage: true }));
  }
  const relayed = spliceFields(body, head.spans, values);
  return { body: relayed, stream: head.stream, losses: [], toolNames: new Map() };
}
