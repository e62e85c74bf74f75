/** Two platforms, the first of which fails, and a redwolf that prefers it. */

import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform, type Script, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { answer, usage } from '../fake-platform/openai-replies.ts';
import type { CallRecord } from '../support/call-records.ts';
import type { PlatformEntry } from '../support/config-file.ts';
import type { Exchange, Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import type { RedwolfHost } from '../support/redwolf-host.ts';
import { type RefusedPort, refusedPort } from '../support/refused-port.ts';
import { user } from '../support/request-parts.ts';

/** How the client asks. */
export type Form = 'json' | 'stream';
export const FORMS: readonly Form[] = ['json', 'stream'];

/** What a good platform says, and what it counts. */
export const WORDS = 'a good answer';
export const INPUT_TOKENS = 50;
export const OUTPUT_TOKENS = 5;
export const GOOD_ANSWER = answer({ text: WORDS, usage: usage(INPUT_TOKENS, OUTPUT_TOKENS) });

export interface Actor {
  /** What it answers; `refused`: nothing listens at its address. Default: GOOD_ANSWER in its own protocol. */
  readonly reply?: Script | ScriptedReply | 'refused';
  /** Default `openai-compatible`. */
  readonly type?: 'openai-compatible' | 'anthropic';
  /** Further fields of its entry in the configuration. */
  readonly entry?: object;
}

/** A platform on the stage. Its id is `a`, `b` or `c`, its model `ma`, `mb` or `mc`, its key `key-a`, … */
export type Name = 'a' | 'b' | 'c';

export class Stage {
  readonly redwolf: Redwolf;
  readonly #platforms: ReadonlyMap<Name, FakePlatform>;
  readonly #refused: readonly RefusedPort[];

  private constructor(redwolf: Redwolf, { platforms, refused }: Cast) {
    this.redwolf = redwolf;
    this.#platforms = platforms;
    this.#refused = refused;
  }

  /** Starts the platforms and a redwolf that prefers them in this order. */
  static async start(host: RedwolfHost, actors: Readonly<Partial<Record<Name, Actor>>>): Promise<Stage> {
    const cast: Cast = { platforms: new Map(), refused: [] };
    const entries: PlatformEntry[] = [];
    for (const [id, actor] of Object.entries(actors)) {
      const origin = await startActor(id as Name, actor, cast);
      entries.push(entryOf(id, actor, origin));
    }
    const priorityList = entries.map(({ id }) => `${id}:m${id}`);
    const redwolf = await host.start({
      platforms: entries,
      routing: { mode: 'global_direct', model_priority_list: priorityList },
    });
    return new Stage(redwolf, cast);
  }

  platform(name: Name): FakePlatform {
    const platform = this.#platforms.get(name);
    if (platform === undefined) throw new Error(`there is no platform ${name}`);
    return platform;
  }

  /** How often the platform's model was called; 0 where nothing listens. */
  callsOf(name: Name): number {
    return this.#platforms.get(name)?.requests.length ?? 0;
  }

  ask(form: Form, model = 'any-name'): Promise<Reply> {
    return this.open(form, model).reply;
  }

  open(form: Form, model = 'any-name'): Exchange {
    const body = { model, max_tokens: 100, stream: form === 'stream', messages: [user('hello')] };
    return this.redwolf.open('/v1/messages', { body, headers: { 'anthropic-version': '2023-06-01' } });
  }

  /** The row of the last of `count` calls; there are no more rows than calls. */
  async lastCall(count = 1): Promise<CallRecord> {
    const calls = await this.redwolf.waitForCalls(count);
    const last = calls.at(-1);
    if (last === undefined || calls.length !== count) throw new Error(`${calls.length} rows for ${count} calls`);
    return last;
  }

  async close(): Promise<void> {
    await this.redwolf.stop();
    await Promise.all([...this.#platforms.values()].map((platform) => platform.close()));
    for (const port of this.#refused) port.release();
  }
}

/** The text of a reply in either form. */
export function textOfReply(reply: Reply): string {
  const blocks = reply.json?.content ?? [];
  const deltas = reply.events.map((event) => event.json?.delta?.text ?? '');
  return blocks.map((block) => block.text ?? '').join('') + deltas.join('');
}

/** What was tried, as `platform: fault` or `platform: ok`. */
export function story(call: CallRecord): string[] {
  return call.attempts.map(({ platform, fault }) => `${platform}: ${fault ?? 'ok'}`);
}

/** Who plays: platforms that listen, and addresses where nobody does. */
interface Cast {
  readonly platforms: Map<Name, FakePlatform>;
  readonly refused: RefusedPort[];
}

async function startActor(id: Name, actor: Actor, { platforms, refused }: Cast): Promise<string> {
  if (actor.reply === 'refused') {
    const held = await refusedPort();
    refused.push(held);
    return `http://127.0.0.1:${held.port}`;
  }
  const good = actor.type === 'anthropic' ? anthropicAnswer([{ type: 'text', text: WORDS }]) : GOOD_ANSWER;
  const platform = await FakePlatform.start(actor.reply ?? good);
  platforms.set(id, platform);
  return platform.origin;
}

function entryOf(id: string, actor: Actor, origin: string): PlatformEntry {
  const type = actor.type ?? 'openai-compatible';
  const baseUrl = type === 'anthropic' ? origin : `${origin}/v1`;
  return { id, type, base_url: baseUrl, api_key: `key-${id}`, models: [`m${id}`], ...actor.entry };
}
