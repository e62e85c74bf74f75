/**
 * Reads what a platform says when it fails. Every platform has a shape of its own, and proxies in between answer with
 * pages of HTML, so this takes anything. Errors are rare: bodies are decoded as real text here, not as wire text.
 */

import { STATUS_CODES } from 'node:http';
import { header, type IncomingHeaders } from '../lib/headers.ts';
import { asArray, asNumber, asObject, isObject, type Json, type JsonObject } from '../lib/json.ts';
import type { OverflowSizes } from '../turn/fault.ts';

/** What an error body says, in real text. */
export interface ErrorBody {
  /** For people; never empty. */
  readonly message: string;
  /** The platform's own code, as text: `context_length_exceeded`, `1113`. */
  readonly code?: string;
  /** The platform's own type or status word: `invalid_request_error`, `RESOURCE_EXHAUSTED`. */
  readonly type?: string;
  /** Of a context overflow, where they stand in fields of their own. */
  readonly sizes?: OverflowSizes;
}

const MAX_MESSAGE = 4000;
const MAX_HTML_MESSAGE = 300;
/** A body is looked at up to here; what is longer is no error message any more. */
const MAX_READ = 256 * 1024;
/** Short, since the patterns below are slow on pages made to hurt them. */
const MAX_HTML_READ = 8 * 1024;

/**
 * The message, code and type in the body of a failed request. It may be JSON of any platform, a JSON string, a
 * server-sent event, plain text, HTML (shortened to its title or text) or nothing (a sentence names the status).
 *
 * @param status HTTP status of the reply
 */
export function readErrorBody(status: number, headers: IncomingHeaders, body: Buffer): ErrorBody {
  const text = body.toString('utf8', 0, MAX_READ).trim();
  const isHtml = header(headers, 'content-type')?.includes('text/html') ?? false;
  return readErrorText(text, isHtml) ?? { message: statusSentence(status, text) };
}

/** The error in a parsed JSON value, or undefined if nothing in it reads like one. Text in, text out, as it is. */
export function readErrorJson(json: Json | undefined): ErrorBody | undefined {
  if (typeof json === 'string') return readErrorText(json.trim(), false);
  if (Array.isArray(json)) return readErrorJson(json[0]);
  return isObject(json) ? readErrorObject(json) : undefined;
}

function readErrorText(text: string, isHtml: boolean): ErrorBody | undefined {
  if (text === '') return undefined;
  const json = parseJson(text) ?? parseJson(firstEventData(text));
  // A JSON string could hold the text of another one without end; one level is what platforms do.
  if (typeof json === 'string') return json.trim() === '' ? undefined : { message: shorten(json.trim(), MAX_MESSAGE) };
  if (json !== undefined) return readErrorJson(json);
  if (isHtml || /^<(!doctype|html|head|body|\?xml)/i.test(text)) return readHtml(text);
  return { message: shorten(text, MAX_MESSAGE) };
}

function readErrorObject(json: JsonObject): ErrorBody | undefined {
  const error = json['error'];
  if (isObject(error)) return withCode(describe(error), error, json);
  if (Array.isArray(error)) return readErrorJson(error);
  const base = asObject(json['base_resp']);
  const own = plainText(json['message'] ?? json['msg'] ?? json['error_msg'] ?? json['error_message']);
  const message =
    joinTexts(plainText(error), own) ??
    detailText(json['detail']) ??
    plainText(base?.['status_msg']) ??
    readErrorJson(asArray(json['errors'])[0])?.message;
  return withCode(message, base === undefined ? json : { code: base['status_code'] }, json);
}

/** The message of an `error` object; OpenRouter adds the provider's own body in `metadata.raw`. */
function describe(error: JsonObject): string | undefined {
  const own = plainText(error['message'] ?? error['msg']) ?? detailText(error['detail']) ?? plainText(error['error']);
  const raw = asObject(error['metadata'])?.['raw'];
  return joinTexts(own, readErrorJson(raw)?.message);
}

function withCode(message: string | undefined, node: JsonObject, root: JsonObject): ErrorBody | undefined {
  const code = codeText(node['code']) ?? codeText(asObject(node['details'])?.['error_code']) ?? codeText(root['code']);
  const type = plainText(node['type'] ?? node['status'] ?? root['error_type']);
  const text = message ?? (node === root ? undefined : JSON.stringify(node));
  if (text === undefined) return undefined;
  return {
    message: shorten(text, MAX_MESSAGE),
    ...(code !== undefined && { code }),
    ...(type !== undefined && { type }),
    ...sizesIn(node),
  };
}

/** llama.cpp tells the sizes in fields (tools/server, `exceed_context_size_error`). */
function sizesIn(node: JsonObject): Pick<ErrorBody, 'sizes'> {
  const input = asNumber(node['n_prompt_tokens']);
  const limit = asNumber(node['n_ctx']);
  return input === undefined || limit === undefined ? {} : { sizes: { input, limit } };
}

/** FastAPI lists what is wrong with each field; others put a sentence or an object there. */
function detailText(detail: Json | undefined): string | undefined {
  if (isObject(detail)) return describe(detail) ?? JSON.stringify(detail);
  if (!Array.isArray(detail)) return plainText(detail);
  const lines = detail.map(fieldError).filter((line) => line !== undefined);
  return lines.length === 0 ? undefined : lines.join('; ');
}

function fieldError(entry: Json): string | undefined {
  if (!isObject(entry)) return plainText(entry);
  const place = asArray(entry['loc']).map(String).join('.');
  const message = plainText(entry['msg'] ?? entry['message']);
  return place === '' || message === undefined ? message : `${place}: ${message}`;
}

function joinTexts(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.includes(second) ? first : `${first}: ${second}`;
}

function plainText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : undefined;
}

function codeText(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined for anything that is not JSON, and for `null`. */
function parseJson(text: string): Json | undefined {
  if (!/^[[{"]/.test(text)) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return value ?? undefined;
  } catch {
    return undefined;
  }
}

/** Some servers answer a streaming request with an event even when they refuse it. */
function firstEventData(text: string): string {
  return /^data:(.*)$/m.exec(text)?.[1]?.trim() ?? '';
}

/** The title of a page, else its text. */
function readHtml(page: string): ErrorBody | undefined {
  const html = page.slice(0, MAX_HTML_READ);
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? '';
  const visible = html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
  const message = collapse(title) || collapse(visible);
  return message === '' ? undefined : { message: shorten(message, MAX_HTML_MESSAGE) };
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function statusSentence(status: number, text: string): string {
  const name = STATUS_CODES[status];
  const what = text === '' ? 'an empty body' : `no readable message: ${shorten(text, MAX_HTML_MESSAGE)}`;
  return `The platform answered with status ${status}${name === undefined ? '' : ` (${name})`} and ${what}`;
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
