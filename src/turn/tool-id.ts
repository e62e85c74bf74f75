/**
 * Ids of tool calls, on both sides. Clients need ids that are unique in a conversation and match Anthropic's
 * `^[a-zA-Z0-9_-]+$`; platforms want their own ids back, whatever they look like (`functions.read:0`, `0`), and Gemini
 * wants its thought signature back with the call. So an id that does not fit is wrapped, with all that has to come back.
 */

import { randomUUID } from 'node:crypto';
import { newToolCallId } from '../lib/ids.ts';
import { isObject, type JsonObject } from '../lib/json.ts';
import { writeWireJson } from '../lib/wire-text.ts';

const PREFIX = 'rwt-';

// Shorter ids are counters (`call_0`, `0`), which some servers begin anew in each reply.
const FITS = /^[a-zA-Z0-9_-]{12,64}$/;

/** What a platform said of a tool call that it wants to hear again. Strings are wire text. */
export interface PlatformToolId {
  /** The platform's id; undefined if it gave none. */
  readonly id?: string;
  /** Vendor fields of the call, and the configured platform that made them. */
  readonly vendor?: { readonly platform: string; readonly fields: JsonObject };
}

/**
 * The id for the client.
 *
 * @param isTaken true if another call of the same reply has the same id (by mistake)
 */
export function clientToolId(call: PlatformToolId, isTaken = false): string {
  if (call.vendor === undefined) {
    if (call.id === undefined || call.id === '') return newToolCallId();
    if (!isTaken && FITS.test(call.id) && !call.id.startsWith(PREFIX)) return call.id;
  }
  const nonce = randomUUID().slice(0, 8);
  const parts = [nonce, call.id ?? null, call.vendor?.platform ?? null, call.vendor?.fields ?? null];
  return PREFIX + writeWireJson(parts).toString('base64url');
}

/** The platform's id behind a client's id. An id that redwolf did not wrap is its own. */
export function platformToolId(clientId: string): PlatformToolId {
  if (!clientId.startsWith(PREFIX)) return { id: clientId };
  try {
    const parts: unknown = JSON.parse(Buffer.from(clientId.slice(PREFIX.length), 'base64url').toString('latin1'));
    return Array.isArray(parts) ? unwrap(parts) : { id: clientId };
  } catch {
    return { id: clientId };
  }
}

function unwrap(parts: unknown[]): PlatformToolId {
  const [, id, platform, fields] = parts;
  return {
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(typeof platform === 'string' && isObject(fields) && { vendor: { platform, fields } }),
  };
}
