/** Faults of the first platform, as data: what it answers, and what the gateway must take it for. */

import type { FaultKind } from '../../src/turn/fault.ts';
import { anthropicError, anthropicStream, event } from '../fake-platform/anthropic-replies.ts';
import type { Script, ScriptedReply } from '../fake-platform/fake-platform.ts';
import { chunk, data, openaiError, ROLE_CHUNK, sse } from '../fake-platform/openai-replies.ts';
import type { Actor, Form } from './stage.ts';

export interface FaultRow {
  readonly name: string;
  readonly reply: Script | ScriptedReply | 'refused';
  readonly kind: FaultKind;
  /** Default: both. */
  readonly forms?: readonly Form[];
  readonly type?: Actor['type'];
  /** Timeouts of the platform, in seconds. */
  readonly timeouts?: { readonly first_byte?: number; readonly idle?: number };
}

export interface FinalRow extends FaultRow {
  readonly status: number;
  readonly errorType: string;
  readonly message: string;
}

/** What the client has when a stream breaks. */
export const HALF = 'half of an answer, and then';

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const HTML_HEADERS = { 'content-type': 'text/html' };
const OVERLOADED = { error: { message: 'Model is overloaded', type: 'server_error', code: 503 } };
const OVERLOADED_EVENT = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
/** Up to and with the first piece of text. */
const HALF_A_MESSAGE = anthropicStream()
  .stream.slice(0, 3)
  .concat(event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: HALF } }));
const UNKNOWN_MODEL = openaiError(404, 'The model `ma` does not exist', 'invalid_request_error', 'model_not_found');
const NO_TOOLS = openaiError(400, 'ma does not support tools', 'invalid_request_error');

/** Before the first meaningful event: the next target answers, and the client never knows. */
export const NEXT_TARGET: readonly FaultRow[] = [
  { name: 'connection refused', reply: 'refused', kind: 'unreachable' },
  { name: 'connection closed before headers', reply: { fate: 'close' }, kind: 'unreachable' },
  { name: 'connection reset before headers', reply: { fate: 'reset' }, kind: 'unreachable' },
  { name: '401', reply: openaiError(401, 'Incorrect API key provided'), kind: 'authentication' },
  { name: '402', reply: openaiError(402, 'Insufficient Balance'), kind: 'billing' },
  { name: '403', reply: openaiError(403, 'model access denied'), kind: 'permission' },
  { name: '404, model unknown', reply: UNKNOWN_MODEL, kind: 'not_found' },
  { name: '400, does not support tools', reply: NO_TOOLS, kind: 'invalid_request' },
  { name: '429', reply: openaiError(429, 'Rate limit reached'), kind: 'rate_limit' },
  {
    name: '429 with retry-after',
    reply: { ...openaiError(429, 'Rate limit reached'), headers: { 'retry-after': '60' } },
    kind: 'rate_limit',
  },
  { name: '500', reply: openaiError(500, 'The server had an error'), kind: 'server_error' },
  { name: '502 in HTML', reply: { status: 502, text: HTML, headers: HTML_HEADERS }, kind: 'server_error' },
  { name: '503', reply: openaiError(503, 'try later'), kind: 'overloaded' },
  { name: '504 without a body', reply: { status: 504, text: '' }, kind: 'timeout' },
  { name: '529', reply: openaiError(529, 'Overloaded'), kind: 'overloaded' },
  { name: '200 with an error as body', reply: { json: OVERLOADED }, kind: 'overloaded' },
  { name: '200 in HTML', reply: { text: HTML, headers: HTML_HEADERS }, kind: 'broken_reply' },
  { name: '200 without a body', reply: { text: '' }, kind: 'broken_reply' },
  { name: '200 with broken JSON', reply: { text: '{"id":"x","choices":[{"mess' }, kind: 'broken_reply' },
  {
    name: '200 with JSON cut in the middle',
    reply: { headers: { 'content-type': 'application/json' }, stream: ['{"id":"x","choices":[', 'abort'] },
    kind: 'unreachable',
    forms: ['json'],
  },
  {
    name: '200 with an error as the first event',
    reply: sse([OVERLOADED], { done: false }),
    kind: 'overloaded',
    forms: ['stream'],
  },
  {
    name: '200 with a stream that ends before any content',
    reply: sse([ROLE_CHUNK], { done: false }),
    kind: 'broken_reply',
    forms: ['stream'],
  },
  {
    name: '200 with a stream that is cut before any content',
    reply: { stream: [data(ROLE_CHUNK), 'abort'] },
    kind: 'unreachable',
    forms: ['stream'],
  },
  {
    name: 'silence past the first-byte timeout',
    reply: { fate: 'silence' },
    kind: 'timeout',
    timeouts: { first_byte: 0.3 },
  },
  {
    name: 'headers, then silence past the first-byte timeout',
    reply: { stream: ['hang'] },
    kind: 'timeout',
    forms: ['stream'],
    timeouts: { first_byte: 0.3 },
  },
  {
    name: 'silence past the idle timeout before any content',
    reply: { stream: [data(ROLE_CHUNK), 'hang'] },
    kind: 'timeout',
    forms: ['stream'],
    timeouts: { idle: 0.3 },
  },
];

/** The same for a platform of the client's own protocol, whose replies are relayed as bytes. */
const RELAYED_ROWS: readonly FaultRow[] = [
  { name: '401', reply: anthropicError(401, 'authentication_error', 'invalid x-api-key'), kind: 'authentication' },
  { name: '404', reply: anthropicError(404, 'not_found_error', 'model: ma'), kind: 'not_found' },
  { name: '429', reply: anthropicError(429, 'rate_limit_error', 'limit'), kind: 'rate_limit' },
  { name: '500', reply: anthropicError(500, 'api_error', 'Internal server error'), kind: 'server_error' },
  { name: '529', reply: anthropicError(529, 'overloaded_error', 'Overloaded'), kind: 'overloaded' },
  { name: '200 in HTML', reply: { text: HTML, headers: HTML_HEADERS }, kind: 'broken_reply' },
  { name: '200 without a body', reply: { text: '' }, kind: 'broken_reply' },
  {
    name: '200 with an error as the first event',
    reply: { stream: [OVERLOADED_EVENT] },
    kind: 'overloaded',
    forms: ['stream'],
  },
  {
    name: '200 with message_start and ping, then an error',
    reply: { stream: [...anthropicStream().stream.slice(0, 2), OVERLOADED_EVENT] },
    kind: 'overloaded',
    forms: ['stream'],
  },
  {
    name: '200 with a stream that is cut before any content',
    reply: { stream: [...anthropicStream().stream.slice(0, 2), 'abort'] },
    kind: 'unreachable',
    forms: ['stream'],
  },
  {
    name: 'silence past the idle timeout before any content',
    reply: { stream: [...anthropicStream().stream.slice(0, 2), 'hang'] },
    kind: 'timeout',
    forms: ['stream'],
    timeouts: { idle: 0.3 },
  },
];

export const NEXT_TARGET_RELAYED: readonly FaultRow[] = RELAYED_ROWS.map((row) => ({ ...row, type: 'anthropic' }));

/** The caller's own fault: told at once, and nobody else is bothered with it. */
export const FINAL: readonly FinalRow[] = [
  {
    name: '400',
    reply: openaiError(400, 'max_tokens is too large', 'invalid_request_error', 'invalid_value'),
    kind: 'invalid_request',
    status: 400,
    errorType: 'invalid_request_error',
    message: 'max_tokens is too large',
  },
  {
    name: '413',
    reply: openaiError(413, 'Request too large'),
    kind: 'too_large',
    status: 413,
    errorType: 'request_too_large',
    message: 'Request too large',
  },
  {
    name: '422',
    reply: openaiError(422, 'Input should be a valid string'),
    kind: 'invalid_request',
    status: 400,
    errorType: 'invalid_request_error',
    message: 'Input should be a valid string',
  },
];

/** After the client has text: no other model may go on, and the client must be told. */
export const BROKEN_STREAMS: readonly FaultRow[] = [
  {
    name: 'cut in the middle',
    reply: { stream: [data(ROLE_CHUNK), data(chunk({ content: HALF })), 'abort'] },
    kind: 'unreachable',
  },
  {
    name: 'ended without finish_reason',
    reply: sse([ROLE_CHUNK, chunk({ content: HALF })], { done: false }),
    kind: 'broken_reply',
  },
  {
    name: 'an error after some text',
    reply: sse([ROLE_CHUNK, chunk({ content: HALF }), OVERLOADED], { done: false }),
    kind: 'overloaded',
  },
  {
    name: 'silence past the idle timeout',
    reply: { stream: [data(ROLE_CHUNK), data(chunk({ content: HALF })), 'hang'] },
    kind: 'timeout',
    timeouts: { idle: 0.3 },
  },
];

/** The same for replies that are relayed. */
export const BROKEN_RELAYS: readonly FaultRow[] = [
  {
    name: 'cut in the middle',
    reply: { stream: [...HALF_A_MESSAGE, 'abort'] },
    kind: 'unreachable',
    type: 'anthropic',
  },
  {
    name: 'ended without message_stop',
    reply: { stream: HALF_A_MESSAGE },
    kind: 'broken_reply',
    type: 'anthropic',
  },
  {
    name: 'an error after some text',
    reply: { stream: [...HALF_A_MESSAGE, OVERLOADED_EVENT] },
    kind: 'overloaded',
    type: 'anthropic',
  },
  {
    name: 'silence past the idle timeout',
    reply: { stream: [...HALF_A_MESSAGE, 'hang'] },
    kind: 'timeout',
    type: 'anthropic',
    timeouts: { idle: 0.3 },
  },
];
