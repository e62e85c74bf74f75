/** What lies too deep in a relayed request for a splice; it is looked for in the bytes, and only where a quirk asks. */

import type { Body } from '../../lib/body.ts';
import { isObject } from '../../lib/json.ts';
import { type FieldSpans, readField } from '../../lib/json-scan.ts';
import type { Quirks } from '../quirks.ts';

const CALLS = Buffer.from('"tool_calls"');
const CALL_ID = Buffer.from('"tool_call_id"');
const STRICT = Buffer.from('"strict"');
const REASONING = Buffer.from('"reasoning_content"');

/** True if the platform would refuse something inside of the request's messages, tools or schemas. */
export function mustBeWrittenAnew(body: Body, spans: FieldSpans, quirks: Quirks): boolean {
  return hasRefusedTools(body, spans, quirks) || hasRefusedHistory(body, spans, quirks);
}

/** True if tool calls of the history came back without their reasoning, to a platform that then refuses to think. */
export function lacksReasoning(body: Body, spans: FieldSpans, quirks: Quirks): boolean {
  if (quirks.reasoningStandIn === undefined) return false;
  const messages = fieldBytes(body, spans, 'messages');
  return count(messages, REASONING) < count(messages, CALLS);
}

function hasRefusedTools(body: Body, spans: FieldSpans, quirks: Quirks): boolean {
  if (quirks.strictTools === false && fieldBytes(body, spans, 'tools').includes(STRICT)) return true;
  if (quirks.toolChoiceOnlyAuto === true) {
    const choice = readField(body, spans, 'tool_choice');
    if (choice !== undefined && choice !== null && choice !== 'auto') return true;
  }
  if (quirks.noJsonSchema !== true) return false;
  const format = readField(body, spans, 'response_format');
  return isObject(format) && format['type'] === 'json_schema';
}

function hasRefusedHistory(body: Body, spans: FieldSpans, quirks: Quirks): boolean {
  const { maxToolIdLength: limit, nineLetterToolIds, noUserAfterTool, toolCallStandIn } = quirks;
  if (lacksReasoning(body, spans, quirks)) return true;
  if ((limit ?? nineLetterToolIds ?? noUserAfterTool ?? toolCallStandIn) === undefined) return false;
  const messages = fieldBytes(body, spans, 'messages');
  if (noUserAfterTool === true && messages.includes(CALL_ID)) return true;
  if (nineLetterToolIds === true && ids(messages).some((id) => !/^[a-zA-Z0-9]{9}$/.test(id))) return true;
  if (limit !== undefined && ids(messages).some((id) => id.length > limit)) return true;
  const [mark] = Object.keys(toolCallStandIn ?? {});
  return mark !== undefined && count(messages, Buffer.from(JSON.stringify(mark))) < count(messages, CALLS);
}

function fieldBytes(body: Body, spans: FieldSpans, name: string): Buffer {
  const span = spans.fields.get(name);
  return span === undefined ? Buffer.alloc(0) : body.slice(span.start, span.end);
}

function count(bytes: Buffer, sought: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + 1)) found++;
  return found;
}

/** The ids that results of tool calls name, as they stand in the JSON. */
function ids(messages: Buffer): string[] {
  const found: string[] = [];
  for (let at = messages.indexOf(CALL_ID); at >= 0; at = messages.indexOf(CALL_ID, at + 1)) {
    const start = messages.indexOf('"', at + CALL_ID.length);
    const end = messages.indexOf('"', start + 1);
    if (start >= 0 && end > start) found.push(messages.toString('latin1', start + 1, end));
  }
  return found;
}
