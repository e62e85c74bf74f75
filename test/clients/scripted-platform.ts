/**
 * A strict platform that plays the agent's script. It remembers nothing of the loop: how many tool results a request
 * carries decides which step comes next, so a gateway that loses or doubles one goes astray visibly.
 */

import type { FakePlatform, Piece, RecordedRequest, ScriptedReply } from '../fake-platform/fake-platform.ts';
import { completion, data, openaiError, toolDelta } from '../fake-platform/openai-replies.ts';
import { chatRequestFaults } from '../support/openai-rules.ts';
import { strictRequestFaults } from '../support/strict-request.ts';
import type { UpstreamBody } from '../support/wire.ts';
import type { AgentScript, Step, Variant } from './agent-script.ts';

export const PLATFORM_MODEL = 'mock-model';

const MAX_REQUESTS = 60;
const SIDE_ANSWER: Step = { text: '{"title":"Side call"}', calls: [] };
/** Bytes of one write, at most; odd, so that lines are cut anywhere. */
const WRITE_BYTES = 701;
/** So many characters of several bytes are cut in two. */
const CUT_CHARACTERS = 6;

/** A request of the agent or a side call, and what it was answered with. */
export interface PlayedRequest {
  readonly body: UpstreamBody;
  readonly headers: RecordedRequest['headers'];
  readonly isAgents: boolean;
  /** Of the agent's requests: the step that was played. */
  readonly step: number;
}

export class ScriptedPlatform {
  readonly played: PlayedRequest[] = [];
  readonly faults: string[] = [];
  /** Tokens that it counted for the agent's own requests. */
  readonly counted = { prompt: 0, completion: 0 };
  readonly script: AgentScript;
  readonly nonce: string;
  readonly #variant: Variant;

  /** Plays the script on that platform from now on. */
  constructor(platform: FakePlatform, script: AgentScript, variant: Variant, nonce: string) {
    this.script = script;
    this.nonce = nonce;
    this.#variant = variant;
    platform.play((request) => this.#answer(request));
  }

  #answer(request: RecordedRequest): ScriptedReply {
    const serial = this.played.length + 1;
    const { body = {}, path, headers } = request;
    if (path.endsWith('/models')) return { json: { object: 'list', data: [{ id: PLATFORM_MODEL, object: 'model' }] } };
    if (!path.endsWith('/chat/completions')) return this.#refuse(`the platform got ${request.method} ${path}`);
    const faults = [...chatRequestFaults(body, PLATFORM_MODEL), ...strictRequestFaults(body)];
    const offered = (body.tools ?? []).map((tool) => tool.function?.name ?? '');
    const isAgents = this.script.tools.every((name) => offered.includes(name));
    const step = isAgents ? this.#stepOf(body) : -1;
    this.played.push({ body, headers, isAgents, step });
    if (faults.length > 0) return this.#refuse(`request ${serial}: ${faults.slice(0, 5).join(' | ')}`);
    if (serial > MAX_REQUESTS) return this.#refuse('the loop does not end');
    return this.#play(isAgents ? this.#agentStep(step, offered) : SIDE_ANSWER, serial, request, isAgents);
  }

  /** The step that is due: each tool result stands for a call that was answered. */
  #stepOf(body: UpstreamBody): number {
    let results = (body.messages ?? []).filter((message) => message.role === 'tool').length;
    let index = 0;
    for (const { calls } of this.script.steps) {
      if (results < calls.length) break;
      results -= calls.length;
      index += 1;
    }
    if (results > 0) this.faults.push(`only ${results} of the results of step ${index} came back`);
    return index;
  }

  #agentStep(index: number, offered: readonly string[]): Step {
    const step = this.script.steps[index] ?? { text: this.script.final, calls: [] };
    if (step.needs !== undefined && !offered.includes(step.needs)) {
      this.faults.push(`step ${index}: the tool ${step.needs} is not offered`);
    }
    return step;
  }

  #play(step: Step, serial: number, { body }: RecordedRequest, isAgents: boolean): ScriptedReply {
    const usage = {
      prompt_tokens: 1000 + serial,
      completion_tokens: 10 + serial,
      total_tokens: 1010 + 2 * serial,
      prompt_tokens_details: { cached_tokens: 100 },
    };
    if (isAgents) {
      this.counted.prompt += usage.prompt_tokens;
      this.counted.completion += usage.completion_tokens;
    }
    const calls = step.calls.map((call, index) => ({ ...call, id: `call_${this.nonce}_${serial}_${index}` }));
    const finish = calls.length > 0 && this.#variant !== 'finishstop' ? 'tool_calls' : 'stop';
    if (!body?.stream) {
      const tools = calls.length > 0 ? { tools: calls } : {};
      const reasoning = this.#reasoningField() ? { message: { [this.#reasoningField()]: this.#secretThought() } } : {};
      return completion({ ...(step.text ? { text: step.text } : {}), ...tools, ...reasoning, finish, usage });
    }
    const chunks = [...this.#contentDeltas(step.text), ...this.#callDeltas(calls), { finish }];
    return { stream: cutOddly(this.#wire(chunks, serial, body.stream_options?.include_usage ? usage : undefined)) };
  }

  #contentDeltas(text: string): object[] {
    const field = this.#reasoningField();
    const thoughts = field ? [`SECRET-`, `THOUGHT-${this.nonce} `, '思考'] : [];
    return [
      { role: 'assistant', content: '' },
      ...thoughts.map((part) => ({ [field]: part, content: field === 'reasoning' ? '' : null })),
      ...(text.match(/.{1,7}/gsu) ?? []).map((content) => ({ content })),
    ];
  }

  #callDeltas(calls: readonly { id: string; name: string; args: object }[]): object[] {
    return calls.flatMap(({ id, name, args }, index) => {
      const json = JSON.stringify(args);
      if (this.#variant === 'onechunk') return [toolDelta(index, id, name, json)];
      const parts = json.match(/.{1,11}/gsu) ?? [];
      return [toolDelta(index, id, name, ''), ...parts.map((part) => toolDelta(index, null, null, part))];
    });
  }

  #wire(deltas: readonly object[], serial: number, usage: object | undefined): string {
    const head = { id: `chatcmpl-${serial}`, object: 'chat.completion.chunk', created: 1, model: PLATFORM_MODEL };
    const events = deltas.map((delta) => {
      const finish = 'finish' in delta ? delta.finish : null;
      return data({ ...head, choices: [{ index: 0, delta: finish === null ? delta : {}, finish_reason: finish }] });
    });
    if (usage !== undefined) events.push(data({ ...head, choices: [], usage }));
    events.push(data('[DONE]'));
    if (this.#variant !== 'comments') return events.join('');
    return [': OPENROUTER PROCESSING\n\n', events[0], ': keep-alive\r\n\r\n', ...events.slice(1)].join('');
  }

  #reasoningField(): string {
    if (this.#variant === 'reasoning') return 'reasoning_content';
    return this.#variant === 'reasoning-field' ? 'reasoning' : '';
  }

  #secretThought(): string {
    return `SECRET-THOUGHT-${this.nonce}`;
  }

  #refuse(fault: string): ScriptedReply {
    this.faults.push(fault);
    return openaiError(400, fault, 'invalid_request_error');
  }
}

/** The text in pieces of odd sizes; some characters are cut in two, with a pause, so that both parts come alone. */
function cutOddly(text: string): Piece[] {
  const bytes = Buffer.from(text);
  const pieces: Piece[] = [];
  let from = 0;
  let cuts = 0;
  for (let at = 1; at <= bytes.length; at++) {
    const isInside = ((bytes[at] ?? 0) & 0xc0) === 0x80 && cuts < CUT_CHARACTERS;
    if (!isInside && at - from < WRITE_BYTES && at < bytes.length) continue;
    pieces.push(bytes.subarray(from, at));
    if (isInside) pieces.push(4);
    cuts += isInside ? 1 : 0;
    from = at;
  }
  return pieces;
}
