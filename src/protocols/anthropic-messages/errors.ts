import type { IncomingHeaders } from '../../lib/headers.ts';
import { asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { readText, wireText } from '../../lib/wire-text.ts';
import { Fault, type FaultDetails, type FaultKind } from '../../turn/fault.ts';
import { overflowSizes } from '../context-overflow.ts';
import { decodeAnyError, retryDetails } from '../error-fault.ts';
import { classify } from '../fault-kind.ts';
import { anthropicOverflow, isAnthropicOverflow } from '../overflow-text.ts';

/** Anthropic's error types. Source: the `ErrorObject` union of `@anthropic-ai/sdk` 1.12. */
const TYPES: Readonly<Record<FaultKind, string>> = {
  invalid_request: 'invalid_request_error',
  context_overflow: 'invalid_request_error',
  authentication: 'api_error',
  billing: 'billing_error',
  permission: 'permission_error',
  not_found: 'not_found_error',
  too_large: 'request_too_large',
  rate_limit: 'rate_limit_error',
  overloaded: 'overloaded_error',
  timeout: 'timeout_error',
  server_error: 'api_error',
  unreachable: 'api_error',
  broken_reply: 'api_error',
};

/** What Anthropic's own types mean, and the status that belongs to them where none came with it. */
const KINDS: ReadonlyMap<string, { readonly kind: FaultKind; readonly status: number }> = new Map([
  ['invalid_request_error', { kind: 'invalid_request', status: 400 }],
  ['authentication_error', { kind: 'authentication', status: 401 }],
  ['billing_error', { kind: 'billing', status: 402 }],
  ['permission_error', { kind: 'permission', status: 403 }],
  ['not_found_error', { kind: 'not_found', status: 404 }],
  ['request_too_large', { kind: 'too_large', status: 413 }],
  ['rate_limit_error', { kind: 'rate_limit', status: 429 }],
  ['api_error', { kind: 'server_error', status: 500 }],
  ['timeout_error', { kind: 'timeout', status: 504 }],
  ['overloaded_error', { kind: 'overloaded', status: 529 }],
]);

/** Anthropic's error body. */
export function encodeError(fault: Fault, requestId: string): Buffer {
  const body = { type: 'error', error: errorObject(fault), request_id: requestId };
  return Buffer.from(JSON.stringify(body), 'utf8');
}

/** Anthropic's error event, as wire text. Nothing may follow it. */
export function encodeStreamError(fault: Fault): string {
  return `event: error\ndata: ${wireText(JSON.stringify({ type: 'error', error: errorObject(fault) }))}\n\n`;
}

function errorObject(fault: Fault): { type: string; message: string } {
  // Only a client whose own key is wrong gets 401: its login would not mend a platform's bad key.
  const isClientKey = fault.kind === 'authentication' && fault.status === 401;
  const message = fault.kind === 'context_overflow' ? anthropicOverflow(fault) : fault.message;
  if (isClientKey) return { type: 'authentication_error', message };
  // A budget of redwolf's own is told as Anthropic tells a spend limit: by 429, with the type that belongs to it.
  return { type: fault.status === 429 ? TYPES.rate_limit : TYPES[fault.kind], message };
}

/**
 * The fault in a reply whose status is an error. Anthropic's own body is kept in `details.body`, to be passed on as it
 * is; not so for a bad key, which is the platform's affair and not the client's, nor for an overflow in words that clients
 * of this protocol do not know.
 */
export function decodeError(status: number, headers: IncomingHeaders, body: Buffer): Fault {
  const error = asObject(parse(body)?.['error']);
  const type = asString(error?.['type']);
  if (error === undefined || type === undefined || !KINDS.has(type)) return decodeAnyError(status, headers, body);
  return faultOf(status, error, type, { ...retryDetails(headers), body });
}

/** The fault in an `error` event, or in a body that came with a status of success. `json` is parsed wire text. */
export function decodeErrorEvent(json: JsonObject): Fault {
  const error = asObject(json['error']) ?? {};
  const type = asString(error['type']) ?? 'api_error';
  const message = asString(error['message']) ?? JSON.stringify(json['error'] ?? json);
  const status = KINDS.get(type)?.status ?? 500;
  return faultOf(status, { ...error, message: readText(message) }, type, {});
}

function faultOf(status: number, error: JsonObject, type: string, details: FaultDetails): Fault {
  const message = asString(error['message']) ?? `The platform answered with ${type}`;
  const code = asString(asObject(error['details'])?.['error_code']);
  const read = { message, type, ...(code !== undefined && { code }) };
  const verdict = classify(status, read);
  const kind = kindOf(verdict.kind, type);
  const { body, ...others } = details;
  const isOverflow = kind === 'context_overflow';
  const isBadKey = kind === 'authentication';
  const isRelayable = !isBadKey && (!isOverflow || isAnthropicOverflow(message));
  return new Fault(kind, statusFor(kind, status), message, {
    ...others,
    ...(body !== undefined && isRelayable && { body }),
    ...(code !== undefined && { code }),
    ...(isOverflow && { overflow: overflowSizes(read) }),
  });
}

function statusFor(kind: FaultKind, status: number): number {
  if (kind === 'authentication') return 502;
  return kind === 'context_overflow' ? 400 : status;
}

/** Anthropic's type says more than the status, but less than what the text was recognised as. */
function kindOf(verdict: FaultKind, type: string): FaultKind {
  if (verdict === 'context_overflow' || verdict === 'billing' || verdict === 'authentication') return verdict;
  return KINDS.get(type)?.kind ?? verdict;
}

function parse(body: Buffer): JsonObject | undefined {
  try {
    const json: Json = JSON.parse(body.toString('utf8'));
    return isObject(json) && json['type'] === 'error' ? json : undefined;
  } catch {
    return undefined;
  }
}
