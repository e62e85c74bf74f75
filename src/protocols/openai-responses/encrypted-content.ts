/**
 * What travels in a reasoning item's `encrypted_content`: OpenAI's clients keep it and send it back untouched, as
 * Anthropic's do with a signature. So the proof of whoever thought goes there, and finds its way back to its maker.
 */

import { asString, type JsonObject } from '../../lib/json.ts';
import type { Block } from '../../turn/request.ts';
import { readOrigin, signOrigin } from '../../turn/thinking-origin.ts';

/** Before the signature of a platform that signs its thinking itself. */
const SIGNED = 'rws1.';
/** Before the data of thinking that its maker keeps secret (Anthropic's `redacted_thinking`). */
const REDACTED = 'rwr1.';

/** The field that a platform's own encrypted reasoning is remembered by. */
export const ENCRYPTED_FIELD = 'encrypted_content';

/** The signature of thinking whose maker nobody knows: no platform gets it. */
const UNKNOWN_MAKER = signOrigin({ platform: '', field: ENCRYPTED_FIELD });

/** `encrypted_content` for a signature; undefined if there is nothing to prove. */
export function encryptedOf(signature: string): string | undefined {
  if (signature === '') return undefined;
  return readOrigin(signature) === undefined ? SIGNED + signature : signature;
}

/** `encrypted_content` for a block that only its maker can read; undefined for any other. */
export function encryptedOfOpaque(raw: JsonObject): string | undefined {
  const data = raw['type'] === 'redacted_thinking' ? asString(raw['data']) : undefined;
  return data === undefined ? undefined : REDACTED + data;
}

/** The block that a reasoning item with this `encrypted_content` and this readable text stands for. */
export function thinkingOf(encrypted: string, text: string): Block {
  if (encrypted.startsWith(REDACTED)) {
    const raw = { type: 'redacted_thinking', data: encrypted.slice(REDACTED.length) };
    return { type: 'opaque', protocol: 'anthropic-messages', raw };
  }
  return { type: 'thinking', text, signature: signatureOf(encrypted) };
}

function signatureOf(encrypted: string): string {
  if (encrypted.startsWith(SIGNED)) return encrypted.slice(SIGNED.length);
  return readOrigin(encrypted) === undefined ? UNKNOWN_MAKER : encrypted;
}
