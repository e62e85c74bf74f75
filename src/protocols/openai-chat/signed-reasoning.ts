/**
 * Anthropic's thinking has a signature that must come back with it, and chat messages have no place for one. OpenRouter
 * made one, `reasoning_details`, and clients that know it send it back as they got it; so redwolf uses the same form.
 * Other clients send only `reasoning_content` back or nothing, and then the thinking is left out as a loss.
 * Source: openrouter.ai/docs/guides/best-practices/reasoning-tokens ("Preserving reasoning blocks", format names).
 */

import { asArray, asString, isObject, type JsonObject } from '../../lib/json.ts';
import type { Block } from '../../turn/request.ts';
import { isForeignSignature } from '../../turn/thinking-origin.ts';
import { PROTOCOL } from './protocol.ts';

const FORMAT = 'anthropic-claude-v1';

/** The detail for a thinking block; undefined where it has no signature of its maker. */
export function signedDetail(text: string, signature: string, index: number): JsonObject | undefined {
  if (isForeignSignature(signature)) return undefined;
  return { type: 'reasoning.text', text, signature, format: FORMAT, index };
}

/** The detail for thinking that Anthropic withholds; undefined for any other block. */
export function withheldDetail(raw: JsonObject, index: number): JsonObject | undefined {
  if (raw['type'] !== 'redacted_thinking') return undefined;
  return { type: 'reasoning.encrypted', data: raw['data'], format: FORMAT, index };
}

/** Anthropic's thinking in the message of a client, in its order. Empty where there is none. */
export function readSignedDetails(message: JsonObject): Block[] {
  return asArray(message['reasoning_details']).flatMap((detail) => (isObject(detail) ? readDetail(detail) : []));
}

function readDetail({ format, text, signature, data }: JsonObject): Block[] {
  if (!asString(format)?.startsWith('anthropic-')) return [];
  if (typeof data === 'string') {
    return [{ type: 'opaque', protocol: 'anthropic-messages', raw: { type: 'redacted_thinking', data } }];
  }
  if (typeof signature !== 'string' || signature === '') return [];
  const extra = { protocol: PROTOCOL, fields: {} } as const;
  return [{ type: 'thinking', text: asString(text) ?? '', signature, extra }];
}
