import type { Body } from '../lib/body.ts';
import { type FieldSpans, isEmptyList, isList, readField, scanObject } from '../lib/json-scan.ts';
import { badRequest, Fault } from '../turn/fault.ts';
import type { RequestHead } from './codec.ts';

/** Where conversations stand. They are outlined, so that their last words can be found without passing them again. */
export const CONVERSATIONS: ReadonlySet<string> = new Set(['messages', 'input']);

/**
 * Reads the top level of a request that has a model, a stream flag and a list of messages.
 *
 * @param sought a JSON string with its quotes whose places inside of the body the caller wants to know
 * @throws Fault invalid_request if the body is no JSON object, says something twice, or has no messages
 */
export function readHead(body: Body, sought?: Buffer): RequestHead {
  return readHeadWith(body, sought, (spans) => {
    if (!spans.fields.has('messages')) throw badRequest('messages: required');
    if (!isList(body, spans, 'messages')) throw badRequest('messages: must be a list of messages');
    if (isEmptyList(body, spans, 'messages')) throw badRequest('messages: at least one message is required');
  });
}

/** As `readHead`, for a request whose conversation stands in another field: `check` looks at what is there, and throws. */
export function readHeadWith(body: Body, sought: Buffer | undefined, check: (spans: FieldSpans) => void): RequestHead {
  try {
    const spans = scanObject(body, sought, CONVERSATIONS);
    if (spans.twice !== undefined) throw twice(spans.twice);
    const model = readField(body, spans, 'model');
    if (model !== undefined && typeof model !== 'string') throw badRequest('model: must be a string');
    check(spans);
    return { model: model ?? '', stream: readField(body, spans, 'stream') === true, spans };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw badRequest(`the request body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Of two values JSON parsers take the first, the last or none (RFC 8259 §4): the platform's need not be redwolf's. */
function twice(name: string): Fault {
  return badRequest(`${name.slice(0, 100)}: given twice. Send it once.`);
}
