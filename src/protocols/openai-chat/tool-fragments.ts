import { asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { joinSurrogates, parseWireText } from '../../lib/wire-text.ts';
import type { EventSink } from '../../turn/events.ts';
import { clientToolId } from '../../turn/tool-id.ts';
import type { ReplyContext } from '../codec.ts';

/** A call as it grows. */
interface Call {
  id: string;
  name: string;
  vendor: JsonObject | undefined;
  /** All arguments so far. Looking into it costs its whole length, so that is not done for each piece. */
  json: string;
  /** The last piece of the arguments that was not blank. */
  last: string;
  /** `plain` arguments begin as an object and can be sent on as they come; `odd` ones have to be whole first. */
  form: 'unknown' | 'plain' | 'odd';
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
  /** Those that did not begin yet, in their order. */
  readonly #held = new Set<Call>();
  readonly #byIndex = new Map<number, Call>();
  readonly #byId = new Map<string, Call>();
  readonly #clientIds = new Set<string>();
  #live: Call | undefined;
  #last: Call | undefined;

  constructor(context: ReplyContext, sink: EventSink) {
    this.#context = context;
    this.#sink = sink;
  }

  /** A call was given out. */
  get hasCalls(): boolean {
    return this.#clientIds.size > 0;
  }

  get hasOpen(): boolean {
    return this.#live !== undefined || this.#held.size > 0;
  }

  /** More is to come of a call: to close it now would lose the rest. */
  get isBusy(): boolean {
    if (this.#live !== undefined && !isComplete(this.#live)) return true;
    for (const call of this.#held) if (!isComplete(call)) return true;
    return false;
  }

  add(fragment: Json): void {
    if (!isObject(fragment)) return;
    const called = asObject(fragment['function']) ?? {};
    const id = asString(fragment['id']) ?? '';
    const name = asString(called['name']) ?? '';
    const piece = argumentsText(called['arguments']);
    const call = this.#known(asNumber(fragment['index']), id, name) ?? this.#begin(fragment, id, name, piece);
    if (call === undefined) return;
    call.id ||= id;
    call.name ||= name;
    call.vendor ??= vendorFields(fragment);
    const wasPlain = call.form === 'plain';
    append(call, piece);
    if (this.#held.has(call)) this.#advance(call);
    else if (call === this.#live && call.form === 'plain') this.#send(wasPlain ? piece : call.json);
  }

  /** No fragment comes any more: gives out all that was held. */
  closeAll(): void {
    this.#closeLive();
    for (const call of this.#held) {
      // An id alone is no call.
      if (call.name !== '' || call.form !== 'unknown') this.#open(call);
      this.#closeLive();
    }
    this.#held.clear();
  }

  /** The call that a fragment goes on with. */
  #known(index: number | undefined, id: string, name: string): Call | undefined {
    if (index !== undefined) {
      const call = this.#byIndex.get(index);
      return call !== undefined && goesOn(call, id, name) ? call : undefined;
    }
    if (id !== '') return this.#byId.get(id);
    return name === '' ? this.#last : undefined;
  }

  /** A new call, unless the fragment says nothing at all. */
  #begin(fragment: JsonObject, id: string, name: string, piece: string): Call | undefined {
    if (id === '' && name === '' && piece.trim() === '') return undefined;
    const call: Call = { id, name, vendor: undefined, json: '', last: '', form: 'unknown' };
    const index = asNumber(fragment['index']);
    if (index !== undefined) this.#byIndex.set(index, call);
    if (id !== '') this.#byId.set(id, call);
    this.#held.add(call);
    this.#last = call;
    return call;
  }

  /** A held call may begin when it is the next one and the live one is whole. */
  #advance(call: Call): void {
    if (this.#live !== undefined) {
      if (!isComplete(this.#live)) return;
      this.#closeLive();
    }
    const [next] = this.#held;
    if (call.name === '' || call !== next) return;
    this.#open(call);
  }

  #open(call: Call): void {
    this.#held.delete(call);
    this.#live = call;
    const { id: platformId } = call;
    const id = clientToolId(
      {
        ...(platformId !== '' && { id: platformId }),
        ...(call.vendor !== undefined && { vendor: { platform: this.#context.origin, fields: call.vendor } }),
      },
      this.#clientIds.has(platformId),
    );
    this.#clientIds.add(id);
    // A client could never send back a call without a name; of this one it says that there is no such tool.
    const name = this.#context.toolNames.get(call.name) ?? (call.name || 'unnamed_tool');
    this.#sink({ type: 'block-start', block: { type: 'tool-call', id, name } });
    if (call.form === 'plain') this.#send(call.json);
  }

  #send(json: string): void {
    if (json !== '') this.#sink({ type: 'block-delta', delta: { type: 'tool-input', json: joinSurrogates(json) } });
  }

  #closeLive(): void {
    const call = this.#live;
    if (call === undefined) return;
    this.#live = undefined;
    if (call.form === 'odd') this.#send(unwrapArguments(call.json));
    this.#sink({ type: 'block-stop' });
  }
}

/**
 * True if a fragment at the call's index belongs to it. One with another id does if it has no name and something is
 * missing: older versions of vLLM make a new id for each fragment.
 */
function goesOn(call: Call, id: string, name: string): boolean {
  if (id !== '' && call.id !== '') return id === call.id || (name === '' && !isComplete(call));
  return name === '' || call.name === '' || name === call.name;
}

function append(call: Call, piece: string): void {
  call.json += piece;
  const text = piece.trim();
  if (text === '') return;
  call.last = text;
  if (call.form === 'unknown') call.form = text.startsWith('{') ? 'plain' : 'odd';
}

/** True if the arguments are a whole object, plain or encoded twice. Tried only if they may have ended. */
function isComplete(call: Call): boolean {
  if (call.form === 'plain') return call.last.endsWith('}') && isObjectText(call.json);
  return call.last.endsWith('"') && isObjectText(unwrapArguments(call.json));
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

/**
 * Arguments that are an object in a JSON string (encoded twice), or the `null` or `[]` of a language that has no other
 * empty object; anything else stays as it is.
 */
function unwrapArguments(json: string): string {
  const text = json.trim();
  if (text === 'null' || text === '[]') return '';
  try {
    const value = parseWireText(text);
    return typeof value === 'string' && (value === '' || isObjectText(value)) ? value : json;
  } catch {
    return json;
  }
}

function isObjectText(json: string): boolean {
  try {
    return isObject(JSON.parse(json));
  } catch {
    return false;
  }
}
