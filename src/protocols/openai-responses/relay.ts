import type { Body } from '../../lib/body.ts';
import { asNumber } from '../../lib/json.ts';
import { isEmptyList, isList, readField, spliceFields } from '../../lib/json-scan.ts';
import { badRequest } from '../../turn/fault.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';
import { readHeadWith } from '../read-head.ts';

/**
 * The top level of a Responses request. `input` is a string or a list; it may be left out beside a stored prompt, which
 * only OpenAI itself can resolve.
 *
 * @param sought a JSON string with its quotes whose places inside of the body the caller wants to know
 * @throws Fault invalid_request if the body is no JSON object, or has no input
 */
export function readHead(body: Body, sought?: Buffer): RequestHead {
  return readHeadWith(body, sought, (spans) => {
    if (!spans.fields.has('input')) {
      if (spans.fields.has('prompt')) return;
      throw badRequest('input: required');
    }
    const isText = typeof readField(body, spans, 'input') === 'string';
    if (isText) return;
    if (!isList(body, spans, 'input')) throw badRequest('input: must be a string or a list of items');
    if (isEmptyList(body, spans, 'input')) throw badRequest('input: at least one item is required');
  });
}

/** The client's own bytes. Changed are `model`, and an output limit above what the model is known to give. */
export function relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  const values = new Map([['model', JSON.stringify(target.model)]]);
  const asked = asNumber(readField(body, head.spans, 'max_output_tokens'));
  const limit = target.maxOutputTokens;
  if (asked !== undefined && limit !== undefined && asked > limit) values.set('max_output_tokens', String(limit));
  const relayed = spliceFields(body, head.spans, values);
  return { body: relayed, stream: head.stream, losses: [], toolNames: new Map() };
}
