// OpenAI's stream as Anthropic's: only what the bench sends.

import { STOP_REASONS, usageOf } from './convert.js';

export class StreamConverter {
  #response;
  #model;
  #decoder = new TextDecoder();
  #rest = '';
  #hasStarted = false;
  #openType = '';
  #index = -1;
  #stopReason = 'end_turn';
  #usage;

  constructor(response, model) {
    this.#response = response;
    this.#model = model;
  }

  /** False: the client reads too slowly. */
  feed(chunk) {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    let out = '';
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      if (text.startsWith('data: ', from)) {
        const data = text.slice(from + 6, end);
        if (data !== '[DONE]') out += this.#convert(JSON.parse(data));
      }
      from = end + 1;
    }
    this.#rest = text.slice(from);
    return out === '' || this.#response.write(out);
  }

  end() {
    const delta = { stop_reason: this.#stopReason, stop_sequence: null };
    const last = event('message_delta', { delta, usage: usageOf(this.#usage) });
    this.#response.end(this.#close() + last + event('message_stop', {}));
  }

  #convert(chunk) {
    let out = this.#hasStarted ? '' : this.#start(chunk.id);
    if (chunk.usage) this.#usage = chunk.usage;
    const choice = chunk.choices[0];
    if (!choice) return out;
    const { content, tool_calls: calls = [] } = choice.delta;
    if (content) {
      if (this.#openType !== 'text') out += this.#open('text', { type: 'text', text: '' });
      out += this.#delta({ type: 'text_delta', text: content });
    }
    for (const { id, function: called } of calls) {
      if (id) out += this.#open('tool_use', { type: 'tool_use', id, name: called.name, input: {} });
      if (called?.arguments) out += this.#delta({ type: 'input_json_delta', partial_json: called.arguments });
    }
    if (choice.finish_reason) this.#stopReason = STOP_REASONS[choice.finish_reason] ?? 'end_turn';
    return out;
  }

  #start(id) {
    this.#hasStarted = true;
    const message = {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: this.#model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0 },
    };
    return event('message_start', { message });
  }

  #open(type, block) {
    const closed = this.#close();
    this.#openType = type;
    this.#index++;
    return closed + event('content_block_start', { index: this.#index, content_block: block });
  }

  #delta(delta) {
    return event('content_block_delta', { index: this.#index, delta });
  }

  #close() {
    if (this.#openType === '') return '';
    this.#openType = '';
    return event('content_block_stop', { index: this.#index });
  }
}

function event(type, fields) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
