import { asArray, asNumber, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { EventSink } from '../../turn/events.ts';
import { Fault } from '../../turn/fault.ts';
import type { ReplyContext, StreamDecoder } from '../codec.ts';
import { decodeAnyError } from '../error-fault.ts';
import { ChatStreamDecoder } from '../openai-chat/stream-decode.ts';

/**
 * Ollama's lines → turn events. A line says what a chunk of OpenAI's says, in other words, so it is put into these and
 * the decoder of chunks does the rest: blocks, ids of calls, `<think>` tags of older versions. `done: true` ends the stream;
 * an end without it is an error.
 * Source: ChatResponse in github.com/ollama/ollama, api/types.go; docs.ollama.com/api/chat.
 */
export class OllamaStreamDecoder implements StreamDecoder {
  readonly #sink: EventSink;
  readonly #chunks: ChatStreamDecoder;
  #calls = 0;
  #hasFailed = false;

  constructor(context: ReplyContext, sink: EventSink) {
    this.#sink = sink;
    this.#chunks = new ChatStreamDecoder(context, sink);
  }

  get isDone(): boolean {
    return this.#hasFailed || this.#chunks.isDone;
  }

  push(_name: string, data: string): void {
    if (!this.isDone) this.pushLine(parse(data));
  }

  /** Takes a parsed line; undefined for one that is no JSON. */
  pushLine(line: Json | undefined): void {
    if (!isObject(line)) return this.#fail(broken('The platform sent a line of a stream that is no JSON object.'));
    const fault = faultOf(line);
    if (fault !== undefined) return this.#fail(fault);
    this.#chunks.pushChunk(this.#chunkOf(line));
    if (line['done'] === true) this.#chunks.push('', '[DONE]');
  }

  end(): void {
    if (!this.isDone) this.#chunks.end();
  }

  #chunkOf(line: JsonObject): JsonObject {
    const message = asObject(line['message']) ?? {};
    const delta = {
      content: message['content'],
      reasoning_content: message['thinking'],
      tool_calls: asArray(message['tool_calls']).flatMap((call) => this.#callOf(call)),
    };
    const isEnd = line['done'] === true;
    const finish = isEnd ? (asString(line['done_reason']) ?? 'stop') : null;
    return {
      model: line['model'],
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...(isEnd && usageOf(line)),
    };
  }

  /** Calls come whole. Their own index begins anew in each line, and older versions give no id. */
  #callOf(call: Json): JsonObject[] {
    const called = isObject(call) ? asObject(call['function']) : undefined;
    if (!isObject(call) || called === undefined) return [];
    const index = this.#calls++;
    const input = called['arguments'] ?? {};
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    return [{ index, id: call['id'], function: { name: called['name'], arguments: text } }];
  }

  #fail(fault: Fault): void {
    this.#hasFailed = true;
    this.#sink({ type: 'error', fault });
  }
}

/**
 * The fault in a line. `error` is a sentence, in some versions with the `status` that it would have had; the words are the
 * same as in a reply with that status. Nothing but `load` and `unload` comes of a request without messages.
 */
function faultOf(line: JsonObject): Fault | undefined {
  const { error, status } = line;
  if (error !== undefined && error !== null && error !== '')
    return decodeAnyError(errorStatus(status), {}, Buffer.from(JSON.stringify({ error }), 'latin1'));
  const reason = line['done_reason'];
  const isAnswer = reason !== 'load' && reason !== 'unload';
  return isAnswer ? undefined : broken('The platform loaded or unloaded the model, and answered nothing.');
}

function errorStatus(status: Json | undefined): number {
  const given = asNumber(status);
  return given !== undefined && given >= 400 && given <= 599 ? given : 502;
}

/** `prompt_eval_count` includes what came from the cache; older versions leave it out if all did. */
function usageOf(line: JsonObject): JsonObject {
  const prompt = asNumber(line['prompt_eval_count']);
  const completion = asNumber(line['eval_count']);
  if (prompt === undefined && completion === undefined) return {};
  const cached = asNumber(line['prompt_eval_cached_count']) ?? 0;
  const details = { cached_tokens: cached };
  return {
    usage: { prompt_tokens: prompt ?? 0, completion_tokens: completion ?? 0, prompt_tokens_details: details },
  };
}

function broken(message: string): Fault {
  return new Fault('broken_reply', 502, message);
}

function parse(text: string): Json | undefined {
  try {
    return parseWireText(text);
  } catch {
    return undefined;
  }
}
