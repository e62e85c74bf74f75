import { asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { EventSink } from '../../turn/events.ts';
import { clientToolId } from '../../turn/tool-id.ts';
import type { ReplyContext } from '../codec.ts';

/** A call as it grows. */
interface Call {
  readonly index: number | undefined;
  id: string;
  name: string;
  vendor: JsonObject | undefined;
  /** All arguments so far. */
  json: string;
  /** How much of `json` was sent. */
  sent: number;
  state: 'held' | 'live' | 'closed';
}

/**
 * Puts streamed tool calls together and gives them out one after the other, since only one block may be open: the first
 * unfinished call is live, fragments of the others are held until it ends.
 *
 * A fragment belongs to the call of its index; without an index (Gemini) to the call of its id, or to the last one if it
 * has neither id nor name. A new id on a used index is a new call (Ollama); the same id or an empty one goes on (DashScope
 * sends `""`, others repeat id and name in each chunk).
 */
export class ToolFragments {
  readonly #sink: EventSink;
  readonly #context: ReplyContext;
  readonly #calls: Call[] = [];

  constructor(context: ReplyContext, sink: EventSink) {
    this.#context = context;
    this.#sink = sink;
  }

  get hasCalls(): boolean {
    return this.#calls.length > 0;
  }

  get hasOpen(): boolean {
    return this.#calls.some((call) => call.state !== 'closed');
  }

  add(fragment: Json): void {
    if (!isObject(fragment)) return;
    const called = asObject(fragment['function']) ?? {};
    const call = this.#callOf(fragment, asString(called['name']) ?? '');
    call.id ||= asString(fragment['id']) ?? '';
    call.name ||= asString(called['name']) ?? '';
    call.vendor ??= vendorFields(fragment);
    call.json += argumentsText(called['arguments']);
    this.#advance(call);
  }

  /** No fragment comes any more: gives out all that was held. */
  closeAll(): void {
    for (const call of this.#calls) {
      if (call.state === 'held') this.#open(call);
      if (call.state === 'live') this.#close(call);
    }
  }

  #callOf(fragment: JsonObject, name: string): Call {
    const index = asNumber(fragment['index']);
    const id = asString(fragment['id']) ?? '';
    const known = index === undefined ? this.#findByName(id, name) : this.#findByIndex(index, id);
    if (known !== undefined) return known;
    const call: Call = { index, id, name, vendor: undefined, json: '', sent: 0, state: 'held' };
    this.#calls.push(call);
    return call;
  }

  #findByIndex(index: number, id: string): Call | undefined {
    const last = this.#calls.findLast((call) => call.index === index);
    return last === undefined || id === '' || last.id === '' || last.id === id ? last : undefined;
  }

  #findByName(id: string, name: string): Call | undefined {
    if (id !== '') return this.#calls.find((call) => call.id === id);
    return name === '' ? this.#calls.at(-1) : undefined;
  }

  #advance(call: Call): void {
    if (call.state === 'held') {
      const live = this.#calls.find((other) => other.state === 'live');
      if (live !== undefined && !isCompleteObject(live.json)) return;
      if (live !== undefined) this.#close(live);
      const isNext = this.#calls.find((other) => other.state === 'held') === call;
      if (call.name === '' || !isNext) return;
      this.#open(call);
    }
    if (call.state === 'live' && isPlain(call.json)) this.#send(call, call.json);
  }

  #open(call: Call): void {
    call.state = 'live';
    const id = clientToolId({
      ...(call.id !== '' && { id: call.id }),
      ...(call.vendor !== undefined && { vendor: { platform: this.#context.origin, fields: call.vendor } }),
    });
    const name = this.#context.toolNames.get(call.name) ?? call.name;
    this.#sink({ type: 'block-start', block: { type: 'tool-call', id, name } });
  }

  #send(call: Call, json: string): void {
    if (json.length > call.sent) {
      this.#sink({ type: 'block-delta', delta: { type: 'tool-input', json: json.slice(call.sent) } });
    }
    call.sent = json.length;
  }

  #close(call: Call): void {
    this.#send(call, isPlain(call.json) ? call.json : unwrapArguments(call.json));
    call.state = 'closed';
    this.#sink({ type: 'block-stop' });
  }
}

// Gemini's thought signature stands here; without it the next turn is refused (ai.google.dev, "Thought signatures").
function vendorFields(fragment: JsonObject): JsonObject | undefined {
  const content = fragment['extra_content'];
  return isObject(content) ? { extra_content: content } : undefined;
}

/** Arguments come as a text; some servers send the object itself, or null for none. */
function argumentsText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? JSON.stringify(value) : '';
}

/** Arguments that begin as an object can be sent on as they come. */
function isPlain(json: string): boolean {
  return json.trimStart().startsWith('{');
}

/** Arguments that are an object in a JSON string (encoded twice), or `null`; anything else stays as it is. */
function unwrapArguments(json: string): string {
  const text = json.trim();
  if (text === 'null') return '';
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' && (value === '' || isCompleteObject(value)) ? value : json;
  } catch {
    return json;
  }
}

function isCompleteObject(json: string): boolean {
  try {
    return isObject(JSON.parse(json));
  } catch {
    return false;
  }
}
