/** One redwolf between an OpenAI client and platforms of several protocols, all of them played by one fake platform. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import OpenAI from 'openai';
import { type AnswerBlock, anthropicAnswer } from '../../fake-platform/anthropic-replies.ts';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from '../../fake-platform/fake-platform.ts';
import { ollamaAnswer } from '../../fake-platform/ollama-replies.ts';
import { type Answer, answer } from '../../fake-platform/openai-replies.ts';
import { type ChatDelta, type Completion, chunkFaults, completionFaults, joined } from '../../support/chat-rules.ts';
import { type ClaudeBody, claudeRequestFaults } from '../../support/claude-rules.ts';
import { CLIENT_KEY } from '../../support/config-file.ts';
import type { Exchange, Reply, SendOptions } from '../../support/http-client.ts';
import { ollamaFaults } from '../../support/ollama-rules.ts';
import { chatRequestFaults } from '../../support/openai-rules.ts';
import type { Redwolf } from '../../support/redwolf.ts';
import { RedwolfHost } from '../../support/redwolf-host.ts';
import type { UpstreamBody } from '../../support/wire.ts';

/** Platforms, by the pin that chooses them. `claude` thinks by a budget, `opus` by an effort. */
export const MODELS = {
  chat: 'chat:m',
  claude: 'ant:claude-sonnet-4-5',
  opus: 'ant:claude-opus-4-7',
  ollama: 'olm:m',
  openai: 'oai:m',
  dashscope: 'ds:m',
} as const;
export type To = keyof typeof MODELS;

/** A platform of each protocol. */
export const SIDES = ['chat', 'claude', 'ollama'] as const;

/** Fields of a request beyond a model and a message. */
interface ChatBody {
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly [field: string]: unknown;
}

class Stage {
  readonly platform: FakePlatform;
  readonly redwolf: Redwolf;
  readonly sdk: OpenAI;
  readonly #host: RedwolfHost;

  private constructor(platform: FakePlatform, redwolf: Redwolf, host: RedwolfHost) {
    this.platform = platform;
    this.redwolf = redwolf;
    this.#host = host;
    this.sdk = new OpenAI({ apiKey: CLIENT_KEY, baseURL: `${redwolf.url}/v1`, maxRetries: 0, logLevel: 'off' });
  }

  static async start(): Promise<Stage> {
    const platform = await FakePlatform.start();
    const host = new RedwolfHost();
    const { origin } = platform;
    const redwolf = await host.start({
      platforms: [
        { id: 'chat', type: 'openai-compatible', base_url: `${origin}/v1`, api_key: 'k', models: ['m'] },
        {
          id: 'ant',
          type: 'anthropic',
          base_url: `${origin}/anthropic`,
          api_key: 'k',
          models: ['claude-sonnet-4-5', 'claude-opus-4-7'],
        },
        { id: 'olm', type: 'ollama', base_url: `${origin}/ollama/v1`, models: ['m'] },
        { id: 'oai', type: 'openai', base_url: `${origin}/oai/v1`, api_key: 'k', models: ['m'] },
        { id: 'ds', type: 'dashscope', base_url: `${origin}/ds/v1`, api_key: 'k', models: ['m'] },
      ],
      routing: { mode: 'global_direct', model_priority_list: ['chat:m'] },
    });
    return new Stage(platform, redwolf, host);
  }

  async stop(): Promise<void> {
    await this.redwolf.stop();
    this.#host.stop();
    await this.platform.close();
  }

  /** Begins a call; the client's key comes as OpenAI's clients send it. */
  open(to: To | string, body: object = {}, options: SendOptions = {}): Exchange {
    const model = to in MODELS ? MODELS[to as To] : to;
    return this.redwolf.open('/v1/chat/completions', {
      ...options,
      headers: { 'x-api-key': null, authorization: `Bearer ${CLIENT_KEY}`, ...options.headers },
      body: { model, messages: [{ role: 'user', content: 'hi' }], ...body },
    });
  }

  /** Sends a call. */
  send(to: To | string, body: object = {}, options: SendOptions = {}): Promise<Reply> {
    return this.open(to, body, options).reply;
  }

  /** Sends a call that must go well, and to a platform that refuses what a strict one would. Gives its completion. */
  async good(to: To, body: ChatBody = {}) {
    const reply = await this.send(to, body);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.ended, 'end');
    this.checkSent();
    if (body.stream !== true) {
      const completion = completionOf(reply);
      assert.deepEqual(completionFaults(completion), []);
      return completion;
    }
    assert.match(String(reply.headers['content-type']), /^text\/event-stream/);
    assert.deepEqual(chunkFaults(reply.events, body.stream_options?.include_usage === true), [], reply.text);
    return joined(reply.events);
  }

  /** The last request that reached the platform. */
  get request(): RecordedRequest {
    const request = this.platform.requests.at(-1);
    assert.ok(request, 'nothing reached the platform');
    return request;
  }

  /** Its body, as a chat platform got it. */
  get sent(): UpstreamBody {
    return this.request.body ?? {};
  }

  /** Its body, as Anthropic got it. */
  get claude(): ClaudeBody {
    return this.sent as ClaudeBody;
  }

  /** Every request so far is one that a strict platform takes. */
  checkSent(): void {
    for (const { path, body } of this.platform.requests) {
      if (path.endsWith('/messages'))
        assert.deepEqual(claudeRequestFaults(body as ClaudeBody), [], JSON.stringify(body));
      else if (path.endsWith('/api/chat')) assert.deepEqual(ollamaFaults(body), [], JSON.stringify(body));
      else assert.deepEqual(chatRequestFaults(body, 'm'), [], JSON.stringify(body));
    }
  }

  /** The losses of a call, once its row is there. */
  async losses(reply: Reply): Promise<string[]> {
    const call = await this.redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    return call.losses.map(({ path }) => path);
  }
}

/** Started once for all cases: they differ in what the platform plays and in the pin. */
export const stage = await Stage.start();
after(() => stage.stop());

/** The same answer in the platform's own protocol, in whichever form was asked for. */
export function answers(what: Answer): (request: RecordedRequest) => ScriptedReply {
  const chat = answer(what);
  const claude = anthropicAnswer(blocksFor(what), { stop: stopOf(what) });
  const ollama = ollamaAnswer(what);
  return (request) => {
    if (request.path.endsWith('/api/chat')) return ollama(request);
    return request.path.endsWith('/messages') ? claude(request) : chat(request);
  };
}

function blocksFor({ text, reasoning, tools }: Answer): AnswerBlock[] {
  return [
    ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'SIG-of-anthropic' }]),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(tools ?? []).map(({ id, name, args }) => ({
      type: 'tool_use',
      id,
      name,
      input: typeof args === 'object' ? args : JSON.parse(args || '{}'),
    })),
  ];
}

function stopOf({ finish, tools }: Answer): string {
  if (finish === 'length') return 'max_tokens';
  if (finish === 'content_filter') return 'refusal';
  return tools === undefined ? 'end_turn' : 'tool_use';
}

export function completionOf(reply: Reply): Completion {
  return (reply.json ?? {}) as unknown as Completion;
}

/** The message of the only choice. */
export function messageOf(completion: Completion): ChatDelta {
  return completion.choices?.[0]?.message ?? {};
}

/** Name and parsed arguments of each call. */
export function callsOf(completion: Completion): [string | undefined, unknown][] {
  const calls = messageOf(completion).tool_calls ?? [];
  return calls.map((call) => [call.function?.name, JSON.parse(call.function?.arguments ?? 'null')]);
}

export const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Tells the weather.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
} as const;

export function call(id: string, name: string, args: string): object {
  return { id, type: 'function', function: { name, arguments: args } };
}

/** A turn of the assistant with tool calls. */
export function calling(...calls: readonly object[]): object {
  return { role: 'assistant', content: null, tool_calls: calls };
}

export function result(id: string, content: unknown): object {
  return { role: 'tool', tool_call_id: id, content };
}

export function user(content: unknown): object {
  return { role: 'user', content };
}
