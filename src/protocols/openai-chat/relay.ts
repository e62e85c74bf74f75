import type { Body } from '../../lib/body.ts';
import { type Edit, type FieldSpans, spliceFields } from '../../lib/json-scan.ts';
import { Losses } from '../../turn/losses.ts';
import type { EncodedRequest, EncodeTarget, RequestHead } from '../codec.ts';
import type { Quirks } from '../quirks.ts';
import { readHead } from '../read-head.ts';
import { lacksReasoning, mustBeWrittenAnew } from './relay-anew.ts';
import { relayedFields, thoughtlessFields } from './relay-fields.ts';
import { usageHiding } from './relay-usage.ts';
import { decodeRequest } from './request-decode.ts';
import { encodeRequest } from './request-encode.ts';

const DEVELOPER = Buffer.from('"developer"');
const ROLE_BEFORE = /"role"\s*:\s*$/;
// Room for the name, a colon and some blanks.
const ROLE_BYTES = 24;

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
 * - `reasoning_effort` is said in the platform's way. Its own field holds if the client sends it, and where the client
 *   says nothing the platform's own default does. OpenRouter takes the effort too (github.com/enricoros/big-AGI/issues/940);
 * - fields that are refused go, those that are demanded come, and a temperature is moved into its bounds;
 * - what lies deeper (ids, tools, schemas, the order of messages) is mended where it must be, by writing the request anew.
 */
export function relayRequest(body: Body, head: RequestHead, target: EncodeTarget): EncodedRequest {
  const hiding = usageHiding(body, head, target.quirks);
  if (!mustBeWrittenAnew(body, head.spans, target.quirks)) return { ...splice(body, head, target), ...hiding };
  const anew = encodeRequest(decodeRequest(body.whole()), target);
  const newHead = readChatHead(anew.body);
  const { stream, body: spliced } = splice(anew.body, newHead, target);
  const isDefault = !lacksReasoning(body, head.spans, target.quirks);
  const unasked = isDefault ? thoughtlessFields(head.spans, target.quirks) : [];
  const left = new Map(unasked.map((name) => [name, undefined]));
  const rest = { stream, losses: anew.losses, toolNames: anew.toolNames, ...hiding };
  return { body: spliceFields(spliced, readChatHead(spliced).spans, left), ...rest };
}

function splice(body: Body, { spans, stream }: RequestHead, target: EncodeTarget): EncodedRequest {
  const losses = new Losses();
  const fields = relayedFields(body, spans, stream, target, losses);
  return {
    body: spliceFields(body, spans, fields.values, roleEdits(body, spans, target.quirks)),
    stream: fields.stream,
    losses: losses.list(),
    toolNames: new Map(),
  };
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
