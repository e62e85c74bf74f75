/** What some platforms demand of a list of messages beyond OpenAI's rules. */

import { createHash } from 'node:crypto';
import { asArray, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Quirks } from '../quirks.ts';

const NINE_LETTERS = /^[a-zA-Z0-9]{9}$/;

// What the assistant says between a tool's result and a user's message, where the platform demands that it speaks.
const ACKNOWLEDGEMENT = 'OK.';

/**
 * The messages as a platform with these quirks takes them. What is added depends on earlier messages only, so that the
 * beginning stays the same in later turns.
 *
 * @param mayThink the model was not told to answer without thinking
 */
export function fitMessages(messages: readonly Json[], quirks: Quirks, mayThink: boolean): Json[] {
  const { reasoningStandIn, toolCallStandIn } = quirks;
  const ids = quirks.nineLetterToolIds === true ? new NineLetterIds() : undefined;
  let fitted = messages.map((message) => {
    if (!isObject(message)) return message;
    if (message['role'] === 'tool') return ids === undefined ? message : ids.inResult(message);
    if (asArray(message['tool_calls']).length === 0) return message;
    const thinking = mayThink && reasoningStandIn !== undefined ? withReasoning(message, reasoningStandIn) : message;
    const standing = toolCallStandIn === undefined ? thinking : withStandIn(thinking, toolCallStandIn);
    return ids === undefined ? standing : ids.inCalls(standing);
  });
  if (quirks.noUserAfterTool === true) fitted = fitted.flatMap((message, index) => between(fitted[index - 1], message));
  return fitted;
}

function withReasoning(message: JsonObject, standIn: string): JsonObject {
  return typeof message['reasoning_content'] === 'string' ? message : { ...message, reasoning_content: standIn };
}

/** A platform marks the first of several calls only, and so does this. */
function withStandIn(message: JsonObject, standIn: JsonObject): JsonObject {
  const calls = asArray(message['tool_calls']);
  const fields = Object.keys(standIn);
  const isMarked = calls.some((call) => isObject(call) && fields.some((field) => call[field] !== undefined));
  if (isMarked) return message;
  const marked = calls.map((call, index) => (index === 0 && isObject(call) ? { ...call, ...standIn } : call));
  return { ...message, tool_calls: marked };
}

function between(before: Json | undefined, message: Json): Json[] {
  const isPair = isObject(before) && before['role'] === 'tool' && isObject(message) && message['role'] === 'user';
  return isPair ? [{ role: 'assistant', content: ACKNOWLEDGEMENT }, message] : [message];
}

/** Ids of nine letters for those that have another form. */
class NineLetterIds {
  readonly #ids = new Map<string, string>();
  readonly #taken = new Set<string>();

  inCalls(message: JsonObject): JsonObject {
    const calls = asArray(message['tool_calls']).map((call) =>
      isObject(call) ? { ...call, id: this.#shortened(String(call['id'])) } : call,
    );
    return { ...message, tool_calls: calls };
  }

  inResult(message: JsonObject): JsonObject {
    return { ...message, tool_call_id: this.#shortened(String(message['tool_call_id'])) };
  }

  #shortened(id: string): string {
    let short = this.#ids.get(id) ?? (NINE_LETTERS.test(id) ? id : digest(id));
    if (!this.#ids.has(id)) {
      for (let salt = 0; this.#taken.has(short); salt++) short = digest(`${id} ${salt}`);
      this.#ids.set(id, short);
      this.#taken.add(short);
    }
    return short;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 9);
}
