import type { Body } from '../../lib/body.ts';
import { asNumber, isObject, type JsonObject } from '../../lib/json.ts';
import { type Edit, type FieldSpans, readField, spliceFields } from '../../lib/json-scan.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';
import type { Quirks } from '../quirks.ts';
import { readHead } from '../read-head.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';

const DEVELOPER = Buffer.from('"developer"');
const ROLE_BEFORE = /"role"\s*:\s*$/;
// Room for the name, a colon and some blanks.
const ROLE_BYTES = 24;

const CALL_ID = Buffer.from('"tool_call_id"');
const STRICT = Buffer.from('"strict"');

const USAGE_ONLY = /"choices"\s*:\s*\[\s*\]/;

/** Field → JSON text of its new value; undefined takes it away. */
type Values = Map<string, string | undefined>;

/** The top level of a chat request, and where a `developer` role may stand. Throws Fault invalid_request. */
export function readChatHead(body: Body): RequestHead {
  return readHead(body, DEVELOPER);
}

/**
 * The client's own bytes for an OpenAI-compatible platform. Changed are `model`, the output limit where it is above what
 * the model is known to give, and `stream_options`, without which a stream reports no usage. Beyond that only what the
 * platform is known (by its quirks) to refuse or to pass over, where OpenAI itself would have understood the client:
 *
 * - the output limit goes into the field that the platform takes, where its quirks name one;
 * - a `developer` role becomes `system`, except where it is known. OpenAI takes one for the other; DeepSeek and DashScope
 *   answer 400 to `developer`, and Ollama throws such a message away
 *   (github.com/diegosouzapw/OmniRoute/issues/2281, github.com/NeuroAIHub/BrainPilot/issues/549,
 *   github.com/earendil-works/pi/issues/1389);
 * - `reasoning_effort` becomes `enable_thinking` where that is how thinking is asked for. The platform's own field holds
 *   if the client sends it. All other platforms get the effort as it came: OpenRouter takes it too
 *   (github.com/enricoros/big-AGI/issues/940), and a wrong word is the client's own affair;
 * - `strict` in tools, and ids of tool calls that are too long: the request is written anew.
 */
export function relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  if (!mustBeWrittenAnew(body, head, target.quirks)) return splice(body, head, target);
  const anew = encodeRequest(decodeRequest(body.whole()), target);
  const spliced = splice(anew.body, readChatHead(anew.body), target);
  // Whether the client wants usage stands in its own request.
  const { isUnasked: _, ...rest } = { ...spliced, losses: anew.losses, toolNames: anew.toolNames };
  return { ...rest, ...hiding(body, head, target) };
}

function splice(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  const { quirks } = target;
  const values: Values = new Map([['model', JSON.stringify(target.model)]]);
  setLimits(values, body, head.spans, target);
  const isThinking = setThinking(values, body, head.spans, quirks);
  const mustStream = quirks.thinkingOnlyStreams === true && !head.stream;
  if (mustStream && isThinking === true) values.set('stream', 'true');
  // Some thinking models think unless they are told not to, and then refuse to answer in one piece.
  if (mustStream && isThinking === undefined) values.set('enable_thinking', 'false');
  const stream = head.stream || values.has('stream');
  if (stream) setStreamOptions(values, body, head.spans, quirks);
  return {
    body: spliceFields(body, head.spans, values, roleEdits(body, head.spans, quirks)),
    stream,
    losses: [],
    toolNames: new Map(),
    ...hiding(body, head, target),
  };
}

function setLimits(values: Values, body: Body, spans: FieldSpans, target: EncodeTarget): void {
  const { maxTokensField } = target.quirks;
  const lowered = (asked: number) => Math.min(asked, target.maxOutputTokens ?? asked);
  const older = asNumber(readField(body, spans, 'max_tokens'));
  const newer = asNumber(readField(body, spans, 'max_completion_tokens'));
  if (maxTokensField === undefined) {
    if (older !== undefined && lowered(older) < older) values.set('max_tokens', String(lowered(older)));
    if (newer !== undefined && lowered(newer) < newer) values.set('max_completion_tokens', String(lowered(newer)));
    return;
  }
  // The newer name holds where both are given, as with OpenAI.
  const asked = newer ?? older;
  if (asked === undefined) return;
  const isNewer = maxTokensField === 'max_completion_tokens';
  const given = isNewer ? newer : older;
  if (given !== lowered(asked)) values.set(maxTokensField, String(lowered(asked)));
  if ((isNewer ? older : newer) !== undefined) values.set(isNewer ? 'max_tokens' : 'max_completion_tokens', undefined);
}

/** True or false where it is said whether the model shall think, on a platform that is told by `enable_thinking`. */
function setThinking(values: Values, body: Body, spans: FieldSpans, quirks: Quirks): boolean | undefined {
  if (quirks.thinking !== 'enable-thinking') return undefined;
  const own = readField(body, spans, 'enable_thinking');
  if (typeof own === 'boolean') return own;
  const effort = readField(body, spans, 'reasoning_effort');
  if (typeof effort !== 'string') return undefined;
  const isOn = effort !== 'none';
  values.set('reasoning_effort', undefined);
  values.set('enable_thinking', String(isOn));
  return isOn;
}

function setStreamOptions(values: Values, body: Body, spans: FieldSpans, quirks: Quirks): void {
  const options = readField(body, spans, 'stream_options');
  if (quirks.noStreamOptions === true) {
    if (options !== undefined) values.set('stream_options', undefined);
  } else if (!isObject(options) || options['include_usage'] !== true)
    values.set('stream_options', JSON.stringify({ ...(isObject(options) && options), include_usage: true }));
}

/** Naive clients read `choices[0]` of each chunk, so that a chunk of usage alone is hidden from those who did not ask. */
function hiding(body: Body, head: RequestHead, { quirks }: EncodeTarget): Pick<EncodedRequest, 'isUnasked'> {
  if (!head.stream || quirks.noStreamOptions === true) return {};
  const options = readField(body, head.spans, 'stream_options');
  const hasAsked = isObject(options) && options['include_usage'] === true;
  return hasAsked ? {} : { isUnasked: isUsageOnly };
}

function isUsageOnly(data: string): boolean {
  if (!USAGE_ONLY.test(data)) return false;
  const chunk = parsed(data);
  return Array.isArray(chunk['choices']) && chunk['choices'].length === 0 && isObject(chunk['usage']);
}

function parsed(data: string): JsonObject {
  try {
    const chunk = parseWireText(data);
    return isObject(chunk) ? chunk : {};
  } catch {
    return {};
  }
}

function roleEdits(body: Body, spans: FieldSpans, quirks: Quirks): Edit[] {
  const messages = spans.fields.get('messages');
  if (quirks.developerRole === true || messages === undefined) return [];
  return spans.found.flatMap((end) => {
    const start = end - DEVELOPER.length;
    const before = body.slice(Math.max(messages.start, start - ROLE_BYTES), start).toString('latin1');
    const isRole = start > messages.start && end < messages.end && ROLE_BEFORE.test(before);
    return isRole ? [{ start, end, text: '"system"' }] : [];
  });
}

function mustBeWrittenAnew(body: Body, head: RequestHead, quirks: Quirks): boolean {
  if (quirks.strictTools === false && fieldBytes(body, head.spans, 'tools').includes(STRICT)) return true;
  const limit = quirks.maxToolIdLength;
  return limit !== undefined && hasLongerId(fieldBytes(body, head.spans, 'messages'), limit);
}

function fieldBytes(body: Body, spans: FieldSpans, name: string): Buffer {
  const span = spans.fields.get(name);
  return span === undefined ? Buffer.alloc(0) : body.slice(span.start, span.end);
}

/** True if the result of a tool call names one with an id of more than so many bytes. Ids are plain ASCII. */
function hasLongerId(messages: Buffer, limit: number): boolean {
  for (let at = messages.indexOf(CALL_ID); at >= 0; at = messages.indexOf(CALL_ID, at + 1)) {
    const start = messages.indexOf('"', at + CALL_ID.length);
    const end = messages.indexOf('"', start + 1);
    if (start >= 0 && end - start - 1 > limit) return true;
  }
  return false;
}
