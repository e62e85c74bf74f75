import type { IncomingHeaders } from '../../lib/headers.ts';
import { isObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { Fault, FaultKind } from '../../turn/fault.ts';
import { decodeAnyError } from '../error-fault.ts';
import { openaiOverflow } from '../overflow-text.ts';

/** The fault in a reply whose status is an error. Platforms that speak this protocol have many shapes for it. */
export function decodeError(status: number, headers: IncomingHeaders, body: Buffer): Fault {
  return decodeAnyError(status, headers, body);
}

/** OpenAI's words for a fault. Source: OpenAI's guide to error codes, and the `openai` package's error classes. */
interface Words {
  readonly type: string;
  readonly code?: string;
}

const WORDS: Readonly<Record<FaultKind, Words>> = {
  invalid_request: { type: 'invalid_request_error' },
  context_overflow: { type: 'invalid_request_error', code: 'context_length_exceeded' },
  authentication: { type: 'server_error' },
  billing: { type: 'insufficient_quota', code: 'insufficient_quota' },
  permission: { type: 'permission_error' },
  not_found: { type: 'invalid_request_error' },
  too_large: { type: 'invalid_request_error' },
  rate_limit: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  overloaded: { type: 'server_error', code: 'overloaded' },
  timeout: { type: 'server_error', code: 'timeout' },
  server_error: { type: 'server_error' },
  unreachable: { type: 'server_error' },
  broken_reply: { type: 'server_error' },
};

/** True for an event that the `openai` package throws as an error: by its name, or a chunk with an error in it. */
export function isErrorEvent(name: string, data: string): boolean {
  try {
    const chunk = parseWireText(data);
    return name === 'error' || (isObject(chunk) && Boolean(chunk['error']));
  } catch {
    return false;
  }
}

/** OpenAI's error body: `{"error": {message, type, param, code}}`. */
export function encodeError(fault: Fault): Buffer {
  return Buffer.from(JSON.stringify({ error: errorObject(fault) }), 'utf8');
}

/** The `error` object of a body or of a piece of a stream, in real text. */
export function errorObject(fault: Fault): Record<string, string | null> {
  // Only a client whose own key is wrong gets 401; a platform's bad key is nothing that the client can mend.
  const isClientKey = fault.kind === 'authentication' && fault.status === 401;
  const words = isClientKey ? { type: 'invalid_request_error', code: 'invalid_api_key' } : WORDS[fault.kind];
  const message = fault.kind === 'context_overflow' ? openaiOverflow(fault) : fault.message;
  return { message, type: words.type, param: null, code: words.code ?? fault.details.code ?? null };
}
