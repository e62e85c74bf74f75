/** One redwolf between a client of the Responses API and platforms of several protocols, played by one fake platform. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import type OpenAI from 'openai';
import { FakePlatform } from '../../fake-platform/fake-platform.ts';
import type { ClaudeBody } from '../../support/claude-rules.ts';
import type { Reply, SendOptions } from '../../support/http-client.ts';
import { openaiClient } from '../../support/openai-sdk.ts';
import { checkRequests, MODELS, sidesConfig, type To } from '../../support/openai-sides.ts';
import type { Redwolf } from '../../support/redwolf.ts';
import { RedwolfHost } from '../../support/redwolf-host.ts';
import { responseFaults, responseStreamFaults } from '../../support/response-grammar.ts';
import type { ResponsesBody } from '../../support/responses-rules.ts';
import type { UpstreamBody } from '../../support/wire.ts';

export type Response = OpenAI.Responses.Response;

class Stage {
  readonly platform: FakePlatform;
  readonly redwolf: Redwolf;
  readonly sdk: OpenAI;
  readonly #host: RedwolfHost;

  private constructor(platform: FakePlatform, redwolf: Redwolf, host: RedwolfHost) {
    this.platform = platform;
    this.redwolf = redwolf;
    this.sdk = openaiClient(redwolf);
    this.#host = host;
  }

  static async start(): Promise<Stage> {
    const platform = await FakePlatform.start();
    const host = new RedwolfHost();
    return new Stage(platform, await host.start(sidesConfig(platform)), host);
  }

  async stop(): Promise<void> {
    await this.redwolf.stop();
    this.#host.stop();
    await this.platform.close();
  }

  /** Sends a call. */
  send(to: To, body: object = {}, options: SendOptions = {}): Promise<Reply> {
    return this.redwolf.send('/v1/responses', { ...options, body: { model: MODELS[to], input: 'hi', ...body } });
  }

  /** Sends a call that must go well, and to a platform that refuses what a strict one would. Gives its response. */
  async good(to: To, body: { readonly stream?: boolean; readonly [field: string]: unknown } = {}): Promise<Response> {
    const reply = await this.send(to, body);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.ended, 'end');
    checkRequests(this.platform);
    const response = body.stream === true ? lastResponse(reply) : responseOf(reply);
    if (body.stream === true) assert.deepEqual(responseStreamFaults(reply.events), [], reply.text);
    assert.deepEqual(responseFaults(response), [], reply.text);
    return response;
  }

  /** The last request that reached the platform, as a chat platform got it. */
  get sent(): UpstreamBody {
    checkRequests(this.platform);
    return this.platform.requests.at(-1)?.body ?? {};
  }

  /** The same, as Anthropic got it. */
  get claude(): ClaudeBody {
    return this.sent as ClaudeBody;
  }

  /** The same, as a platform of the Responses API got it. */
  get relayed(): ResponsesBody {
    return (this.platform.requests.at(-1)?.body ?? {}) as ResponsesBody;
  }

  /** The last request as text. */
  get raw(): string {
    return this.platform.requests.at(-1)?.raw.toString() ?? '';
  }

  /** The losses of a call, once its row is there. */
  async losses(reply: Reply): Promise<string[]> {
    const call = await this.redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    return call.losses.map(({ path }) => path).sort();
  }
}

/** Started once for all cases: they differ in what the platform plays and in the pin. */
export const stage = await Stage.start();
after(() => stage.stop());

export function responseOf(reply: Reply): Response {
  return (reply.json ?? {}) as unknown as Response;
}

/** The response in the last event of a stream. */
export function lastResponse(reply: Reply): Response {
  return Object(reply.events.at(-1)?.json).response;
}

/** Name and parsed arguments of each call. */
export function callsOf(response: Response): [string, unknown][] {
  return response.output.flatMap((item) =>
    item.type === 'function_call' ? [[item.name, JSON.parse(item.arguments)]] : [],
  );
}

/** The texts of all messages. */
export function textOf({ output }: Response): string {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
}

export const WEATHER = {
  type: 'function' as const,
  name: 'get_weather',
  description: 'weather',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

export function user(content: unknown): object {
  return {
    type: 'message',
    role: 'user',
    content: typeof content === 'string' ? [{ type: 'input_text', text: content }] : content,
  };
}

export function call(id: string, name: string, args: string): object {
  return { type: 'function_call', call_id: id, name, arguments: args };
}

export function output(id: string, content: unknown): object {
  return { type: 'function_call_output', call_id: id, output: content };
}
