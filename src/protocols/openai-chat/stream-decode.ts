import { asArray, asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { EventSink } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';
import type { Usage } from '../../turn/usage.ts';
import type { ReplyContext, StreamDecoder } from '../codec.ts';
import { decodeAnyError } from '../error-fault.ts';
import { faultInReply } from '../fault-in-reply.ts';
import { mergeDetails, type Reasoning, readReasoning } from './reasoning.ts';
import { stopReason } from './stop-reason.ts';
import { ThinkTags } from './think-tags.ts';
import { ToolFragments } from './tool-fragments.ts';
import { findUsage } from './usage-decode.ts';

/**
 * OpenAI chat chunks → turn events. A block opens when its first piece is there, and one is open at a time. `[DONE]`, or
 * the end of the body after a `finish_reason`, ends the stream; an end without either is an error, never an invented end.
 * Source: the chunk type of the `openai` package, and what platforms really send (each habit is noted where it is met).
 */
export class ChatStreamDecoder implements StreamDecoder {
  readonly #context: ReplyContext;
  readonly #sink: EventSink;
  readonly #tools: ToolFragments;
  readonly #tags = new ThinkTags();
  #state: 'waiting' | 'started' | 'done' = 'waiting';
  #hasDeltas = false;
  #open: 'none' | 'text' | 'thinking' = 'none';
  #thinkingField = '';
  #details: JsonObject[] = [];
  /** Blank text that would begin a block. */
  #blank = '';
  /** What came while calls were unfinished. */
  #late: (() => void)[] = [];
  #finish: string | undefined;
  #isRefusal = false;
  #stopSequence: string | undefined;
  #usage: Usage | undefined;

  constructor(context: ReplyContext, sink: EventSink) {
    this.#context = context;
    this.#sink = sink;
    this.#tools = new ToolFragments(context, sink);
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  push(name: string, data: string): void {
    if (this.#state === 'done') return;
    const text = data.trim();
    if (text === '[DONE]') return this.#finishStream();
    if (text === '') return;
    const chunk = parse(text);
    if (name === 'error') return this.#fail(faultInReply(chunk ?? null) ?? faultInText(text));
    if (chunk === undefined)
      return this.#fail(new Fault('broken_reply', 502, 'The platform sent a piece of a stream that is not JSON.'));
    this.pushChunk(chunk);
  }

  /** Takes a parsed chunk, or a whole reply: its `message` is read as one large delta. */
  pushChunk(chunk: Json): void {
    const fault = faultInReply(chunk);
    if (fault !== undefined) return this.#fail(fault);
    if (!isObject(chunk))
      return this.#fail(new Fault('broken_reply', 502, 'The platform sent something that is no reply.'));
    const choice = firstChoice(chunk['choices']);
    this.#usage = findUsage(chunk, choice) ?? this.#usage;
    if (choice === undefined) return;
    if (this.#state === 'waiting') this.#start(chunk);
    const delta = this.#deltaOf(choice);
    if (delta !== undefined) this.#readDelta(delta);
    this.#readFinish(choice);
  }

  /** MiniMax ends a stream with the whole message once more: once there was a delta, a `message` brings nothing new. */
  #deltaOf(choice: JsonObject): JsonObject | undefined {
    const delta = asObject(choice['delta']);
    if (delta !== undefined) this.#hasDeltas = true;
    return delta ?? (this.#hasDeltas ? undefined : wholeMessage(choice['message']));
  }

  end(): void {
    if (this.#state === 'done') return;
    if (this.#finish !== undefined) return this.#finishStream();
    const message = 'The connection to the platform ended before its reply was complete.';
    this.#fail(new Fault('broken_reply', 502, message));
  }

  #start(chunk: JsonObject): void {
    this.#state = 'started';
    const id = asString(chunk['id']);
    const model = asString(chunk['model']);
    this.#sink({ type: 'start', ...(id !== undefined && { id }), ...(model !== undefined && { model }) });
  }

  #readDelta(delta: JsonObject): void {
    const reasoning = readReasoning(delta);
    if (reasoning !== undefined) this.#addReasoning(reasoning);
    this.#readContent(delta['content']);
    const refusal = asString(delta['refusal']) ?? '';
    if (refusal !== '') {
      this.#isRefusal = true;
      this.#addText(refusal);
    }
    const calls = asArray(delta['tool_calls']);
    if (calls.length > 0) this.#addToolCalls(calls);
    if (isObject(delta['function_call'])) this.#addToolCalls([{ index: 0, function: delta['function_call'] }]);
  }

  #readContent(content: Json | undefined): void {
    if (typeof content === 'string') this.#addTaggedText(content);
    else for (const part of asArray(content)) this.#readPart(part);
  }

  /** Mistral gives content as parts, thinking among them. */
  #readPart(part: Json): void {
    if (!isObject(part)) return;
    if (part['type'] === 'thinking') {
      const inner = asArray(part['thinking']).map((piece) => asString(asObject(piece)?.['text']) ?? '');
      this.#addThinking(asString(part['thinking']) ?? inner.join(''), '');
    } else this.#addText(asString(part['text']) ?? '');
  }

  #addTaggedText(text: string): void {
    if (text === '') return;
    for (const piece of this.#tags.push(text)) {
      if (piece.kind === 'text') this.#addText(piece.text);
      else this.#addThinking(piece.text, '');
    }
  }

  #addText(text: string): void {
    if (text === '') return;
    if (this.#open === 'text') return this.#sink({ type: 'block-delta', delta: { type: 'text', text } });
    // Blank text before a tool call says nothing, and Anthropic refuses a block of it when it comes back.
    const whole = this.#blank + text;
    this.#blank = text.trim() === '' ? whole : '';
    if (this.#blank !== '') return;
    this.#afterCalls(() => {
      this.#carryDetails();
      if (this.#open !== 'text') this.#openBlock('text');
      this.#sink({ type: 'block-delta', delta: { type: 'text', text: whole } });
    });
  }

  #addReasoning(reasoning: Reasoning): void {
    mergeDetails(this.#details, reasoning.details);
    this.#addThinking(reasoning.text, reasoning.field);
  }

  /** `field` is where the platform wants its reasoning back; empty if nowhere. */
  #addThinking(text: string, field: string): void {
    if (text === '') return;
    if (this.#open !== 'thinking') return this.#afterCalls(() => this.#openThinking(text, field));
    this.#thinkingField = field;
    this.#sink({ type: 'block-delta', delta: { type: 'thinking', text } });
  }

  #openThinking(text: string, field: string): void {
    if (this.#open !== 'thinking') this.#openBlock('thinking');
    this.#addThinking(text, field);
  }

  /** Does something that closes the open calls; later, if more of them is still to come, which would be lost. */
  #afterCalls(action: () => void): void {
    this.#late.push(action);
    if (!this.#tools.isBusy) this.#doLate();
  }

  #doLate(): void {
    const late = this.#late;
    this.#late = [];
    for (const action of late) action();
  }

  #addToolCalls(calls: readonly Json[]): void {
    this.#releaseHeldText();
    this.#blank = '';
    if (!this.#tools.hasCalls) this.#carryDetails();
    if (this.#open !== 'none') this.#closeOpen();
    for (const call of calls) this.#tools.add(call);
  }

  #openBlock(type: 'text' | 'thinking'): void {
    this.#closeOpen();
    this.#open = type;
    this.#sink({ type: 'block-start', block: { type } });
  }

  #closeOpen(): void {
    if (this.#tools.hasOpen) this.#tools.closeAll();
    if (this.#open === 'none') return;
    if (this.#open === 'thinking') this.#sign();
    this.#open = 'none';
    this.#sink({ type: 'block-stop' });
  }

  #sign(): void {
    const details = this.#details;
    this.#details = [];
    const signature = signOrigin({
      platform: this.#context.origin,
      field: details.length > 0 ? 'reasoning_details' : this.#thinkingField,
      ...(details.length > 0 && { details }),
    });
    this.#sink({ type: 'block-delta', delta: { type: 'signature', signature } });
  }

  /** Encrypted reasoning has no text, but has to come back all the same: an empty thinking block carries it. */
  #carryDetails(): void {
    if (this.#details.length === 0) return;
    if (this.#open !== 'thinking') this.#openBlock('thinking');
  }

  #releaseHeldText(): void {
    for (const piece of this.#tags.end()) {
      if (piece.kind === 'text') this.#addText(piece.text);
      else this.#addThinking(piece.text, '');
    }
  }

  #readFinish(choice: JsonObject): void {
    const finish = asString(choice['finish_reason']);
    if (finish === undefined || finish === '') return;
    if (finish === 'error') return this.#fail(new Fault('server_error', 502, 'The platform broke off its reply.'));
    // DeepSeek's word for an answer that it had to give up.
    if (finish === 'insufficient_system_resource')
      return this.#fail(new Fault('overloaded', 503, 'The platform is overloaded.'));
    this.#finish = finish;
    // vLLM names the stop sequence here; other values are token ids.
    this.#stopSequence = asString(choice['stop_reason']);
  }

  #finishStream(): void {
    if (this.#state === 'waiting') {
      return this.#fail(new Fault('broken_reply', 502, 'The platform answered with an empty reply.'));
    }
    this.#releaseHeldText();
    this.#closeOpen();
    this.#doLate();
    this.#closeOpen();
    this.#carryDetails();
    this.#closeOpen();
    this.#state = 'done';
    if (this.#usage !== undefined) this.#sink({ type: 'usage', usage: this.#usage });
    const reason = this.#isRefusal ? 'refusal' : stopReason(this.#finish, this.#tools.hasCalls);
    const isSequence = reason === 'end_turn' && this.#stopSequence !== undefined;
    if (isSequence) this.#sink({ type: 'stop', reason: 'stop_sequence', sequence: this.#stopSequence ?? '' });
    else this.#sink({ type: 'stop', reason });
    this.#sink({ type: 'end' });
  }

  #fail(fault: Fault): void {
    if (this.#state === 'done') return;
    this.#state = 'done';
    if (this.#usage !== undefined) this.#sink({ type: 'usage', usage: this.#usage });
    this.#sink({ type: 'error', fault });
  }
}

/** A message as one delta. Each entry of its list is a call of its own, even if two have one id. */
function wholeMessage(json: Json | undefined): JsonObject | undefined {
  const message = asObject(json);
  if (message === undefined || !Array.isArray(message['tool_calls'])) return message;
  const calls = message['tool_calls'].map((call, index) => (isObject(call) ? { ...call, index } : call));
  return { ...message, tool_calls: calls };
}

/** An error event that is of no known shape, or no JSON at all. */
function faultInText(text: string): Fault {
  return decodeAnyError(502, {}, Buffer.from(text, 'latin1'));
}

function parse(text: string): Json | undefined {
  try {
    return parseWireText(text);
  } catch {
    return undefined;
  }
}

/** The choice of index 0; further ones (`n` > 1) have no place in an Anthropic reply. */
function firstChoice(choices: Json | undefined): JsonObject | undefined {
  const first = asArray(choices).find((choice) => isObject(choice) && (asNumber(choice['index']) ?? 0) === 0);
  return asObject(first);
}
