/**
 * Thinking of a model that signs nothing still has to find its way back: the platform that made it may demand it in the
 * next turn of a tool loop ("The reasoning_content in the thinking mode must be passed back to the API", DeepSeek), and
 * no other platform may get it. Clients send the signature of a thinking block back untouched, so redwolf writes the
 * origin there, and needs no memory of its own.
 */

import type { Json } from '../lib/json.ts';
import { writeWireJson } from '../lib/wire-text.ts';

// Known to the relay of Anthropic's protocol too, which looks for it in the bytes of a body.
const PREFIX = 'rw1.';

/** Where a thinking block came from. All strings are wire text. */
export interface ThinkingOrigin {
  /** Id of the configured platform. */
  readonly platform: string;
  /** The field of the reply in which it stood: `reasoning_content`, `reasoning`, `reasoning_details`. */
  readonly field: string;
  /** The platform's own structure, to be given back unchanged. */
  readonly details?: Json;
}

/** The signature that carries an origin. Printable ASCII. */
export function signOrigin(origin: ThinkingOrigin): string {
  return PREFIX + writeWireJson([origin.platform, origin.field, origin.details]).toString('base64url');
}

/** The origin in a signature, or undefined if it is somebody else's signature. */
export function readOrigin(signature: string): ThinkingOrigin | undefined {
  if (!signature.startsWith(PREFIX)) return undefined;
  const parts = parse(signature.slice(PREFIX.length));
  if (!Array.isArray(parts)) return undefined;
  const [platform, field, details] = parts;
  if (typeof platform !== 'string' || typeof field !== 'string') return undefined;
  return details === null || details === undefined ? { platform, field } : { platform, field, details };
}

/** True for a signature that no signing platform would accept: an empty one, or one of ours. */
export function isForeignSignature(signature: string): boolean {
  return signature === '' || signature.startsWith(PREFIX);
}

/** Decodes a base64url text that redwolf made; undefined if it is none. */
function parse(encoded: string): Json | undefined {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('latin1'));
  } catch {
    return undefined;
  }
}
