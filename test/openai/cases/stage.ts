/** One redwolf between an OpenAI client and platforms of several protocols, all of them played by one fake platform. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import OpenAI from 'openai';
import { FakePlatform, type RecordedRequest } from '../../fake-platform/fake-platform.ts';
import { type ChatDelta, type Completion, chunkFaults, completionFaults, joined } from '../../support/chat-rules.ts';
import type { ClaudeBody } from '../../support/claude-rules.ts';
import { CLIENT_KEY } from '../../support/config-file.ts';
import type { Exchange, Reply, SendOptions } from '../../support/http-client.ts';
import { checkRequests, MODELS, sidesConfig, type To } from '../../support/openai-sides.ts';
import type { Redwolf } from '../../support/redwolf.ts';
import { RedwolfHost } from '../../support/redwolf-host.ts';
import type { UpstreamBody } from '../../support/wire.ts';

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
    const redwolf = await host.start(sidesConfig(platform));
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
    checkRequests(this.platform);
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
