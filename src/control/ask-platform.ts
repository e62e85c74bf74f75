/** Questions to one platform outside of any call: its list of models, a word of a model. */

import type { PlatformConfig } from '../config/config.ts';
import { type ExchangeReply, exchange } from '../gateway/exchange.ts';
import type { Candidate } from '../gateway/health.ts';
import { Scrubber } from '../gateway/scrub.ts';
import type { UpstreamPort } from '../gateway/upstream.ts';
import { authHeaders } from '../gateway/upstream-headers.ts';
import { Body } from '../lib/body.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { KeyId } from '../lib/ids.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Platform } from '../platforms/platform.ts';
import { CODECS } from '../protocols/index.ts';
import { makeUpstream } from '../routing/catalog.ts';
import { makeTarget } from '../routing/plan.ts';
import type { Fault } from '../turn/fault.ts';
import { adviceForConnection, adviceForFault } from './advice.ts';
import { AskFailure } from './ask-failure.ts';
import { listerFor } from './model-lists/listers.ts';
import type { ListedModel } from './model-lists/model-list.ts';

export interface AskPorts {
  readonly upstream: UpstreamPort;
  readonly clock: Clock;
}

/** What redwolf asks with, for itself. */
const OWN = { keyId: '' as KeyId, keyName: '', isAnonymous: false };

export class PlatformQuestions {
  readonly candidate: Candidate;
  readonly #ports: AskPorts;
  readonly #scrubber: Scrubber;
  readonly #platform: Platform;

  /** @param model decides in which protocol the platform is asked */
  constructor(config: PlatformConfig, platform: Platform, ports: AskPorts, model = '') {
    const upstream = makeUpstream(config, platform);
    const target = makeTarget({ upstream, model }, platform.protocols[0].protocol);
    this.candidate = { target, credential: 0, key: upstream.apiKeys[0]?.key };
    this.#ports = ports;
    this.#scrubber = new Scrubber(this.candidate, OWN);
    this.#platform = platform;
  }

  /** Where the models are listed, for people. */
  get address(): string {
    const { url } = this.candidate.target.channel;
    return url.origin + url.root;
  }

  /**
   * The models of the platform that chat. Rejects with AskFailure.
   *
   * @param limit milliseconds for each question
   */
  async list(limit?: number): Promise<readonly ListedModel[]> {
    const lister = listerFor(this.#platform);
    if (lister === undefined) return [];
    const { root } = this.candidate.target.channel.url;
    const base = root.replace(/\/(v\d+|api)$/, '');
    return lister({ root, base, ask: (path, body) => this.#askJson(path, body, limit) });
  }

  /** Rejects with AskFailure, also for a status of 400 or more. */
  async post(path: string, body: Body, accept: string, limit: number): Promise<ExchangeReply> {
    return this.#ask('POST', path, body, accept, limit);
  }

  /** The platform's words without the key that it was asked with. */
  scrub(text: string): string {
    return this.#scrubber.bytes(Buffer.from(text)).toString();
  }

  async #askJson(path: string, body: JsonObject | undefined, limit: number | undefined): Promise<Json> {
    const content = new Body(body === undefined ? [] : [Buffer.from(JSON.stringify(body))]);
    const reply = await this.#ask(body === undefined ? 'GET' : 'POST', path, content, 'application/json', limit);
    try {
      return JSON.parse(reply.body.toString('utf8'));
    } catch {
      throw this.#failure(path, reply.status, `It answered with something else than JSON: ${excerpt(reply.body)}`, {
        advice: 'This is probably not the address of an API. Look at base_url: some need /v1 at the end.',
      });
    }
  }

  async #ask(method: string, path: string, body: Body, accept: string, limit: number | undefined) {
    const { channel, upstream } = this.candidate.target;
    const codec = CODECS[channel.protocol];
    const request = {
      platform: upstream.id,
      origin: channel.url.origin,
      method,
      path,
      headers: {
        ...(body.length > 0 && { 'content-type': 'application/json' }),
        accept,
        ...codec.upstreamHeaders(undefined),
        ...authHeaders({}, OWN, this.candidate),
      },
      body,
      timeouts: upstream.timeouts,
      proxy: upstream.proxy,
    };
    const reply = await exchange(this.#ports.upstream, this.#ports.clock, request, limit).catch((error: unknown) => {
      throw this.#failure(path, null, messageOf(error), { advice: adviceForConnection(error, this.#platform) });
    });
    if (reply.status < 300) return reply;
    const fault: Fault = codec.decodeError(reply.status, reply.headers, reply.body);
    throw this.#failure(path, reply.status, fault.message, { advice: adviceForFault(fault, reply.status) });
  }

  #failure(path: string, status: number | null, message: string, { advice }: { readonly advice: string }): AskFailure {
    const url = this.candidate.target.channel.url.origin + path.replace(/\?.*$/, '');
    return new AskFailure(this.scrub(message), { url, status, advice });
  }
}

const SHOWN = 200;

function excerpt(body: Buffer): string {
  return JSON.stringify(body.toString('utf8').slice(0, SHOWN));
}
