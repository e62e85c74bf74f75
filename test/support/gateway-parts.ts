/** What the gateway works with, made small for unit tests. */

import type { ModelConfig } from '../../src/config/config.ts';
import type { KeyPolicy } from '../../src/config/key-policy.ts';
import { Call, type Identity } from '../../src/gateway/call.ts';
import type { Candidate } from '../../src/gateway/health.ts';
import { type ClientKey, clientKey } from '../../src/gateway/limits/client-key.ts';
import { Body } from '../../src/lib/body.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { IncomingHeaders } from '../../src/lib/headers.ts';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import { Secret } from '../../src/lib/secret.ts';
import { PLATFORMS } from '../../src/platforms/index.ts';
import type { Timeouts } from '../../src/platforms/platform.ts';
import { anthropicMessages } from '../../src/protocols/anthropic-messages/codec.ts';
import type { Codec } from '../../src/protocols/codec.ts';
import { Catalog, makeUpstream, type Upstream } from '../../src/routing/catalog.ts';
import { makeTarget, type Plan, type Target } from '../../src/routing/plan.ts';
import type { Routing } from '../../src/routing/routing.ts';
import type { KeyRecord } from '../../src/store/ports.ts';
import { keyRecord } from './store.ts';

export interface UpstreamFields {
  /** Default: openai-compatible. */
  readonly type?: string;
  readonly models?: readonly (string | ModelConfig)[];
  /** Default: one key, `KEY-OF-<id>`. */
  readonly keys?: readonly string[];
  readonly isPassthrough?: boolean;
  readonly timeouts?: Partial<Timeouts>;
}

/** A configured platform; its address leads nowhere. */
export function upstreamOf(id: string, fields: UpstreamFields = {}): Upstream {
  const type = fields.type ?? 'openai-compatible';
  const platform = PLATFORMS.get(type);
  if (platform === undefined) throw new Error(`there is no platform type ${type}`);
  return makeUpstream(
    {
      id,
      type,
      baseUrl: `https://${id}.example`,
      baseUrls: {},
      apiKeys: (fields.keys ?? [`KEY-OF-${id}`]).map((key) => ({ key: new Secret(key) })),
      auth: fields.isPassthrough === true ? 'passthrough' : 'key',
      models: (fields.models ?? ['m']).map((model) => (typeof model === 'string' ? { id: model } : model)),
      timeouts: fields.timeouts ?? {},
    },
    platform,
  );
}

/** Global direct over everything that these platforms list. */
export function routingOf(upstreams: readonly Upstream[], fields: Partial<Routing> = {}): Routing {
  const catalog = new Catalog(upstreams);
  return {
    catalog,
    mode: 'global_direct',
    priorityList: catalog.models(),
    hasPriorityList: false,
    claudeCodePlatforms: [],
    disabledModels: new Set(),
    baseline: { platformType: 'anthropic', priceAt: () => undefined },
    smart: () => {
      throw new TypeError('this routing has no smart part');
    },
    ...fields,
  };
}

/** The targets of these platforms' first models. */
export function targetsOf(...upstreams: readonly Upstream[]): Target[] {
  return upstreams.map((upstream) =>
    makeTarget({ upstream, model: upstream.models[0]?.id ?? 'm' }, 'anthropic-messages'),
  );
}

/** One candidate for each key of a platform. */
export function candidatesOf(...upstreams: readonly Upstream[]): Candidate[] {
  return targetsOf(...upstreams).flatMap((target) =>
    target.upstream.apiKeys.map(({ key }, credential) => ({ target, credential, key })),
  );
}

/** One candidate. */
export function candidateOf(upstream: Upstream): Candidate {
  const [first] = candidatesOf(upstream);
  if (first === undefined) throw new Error('the platform has no key');
  return first;
}

/** The client key `key_1`, called laptop, with a policy. */
export function clientKeyOf(policy: KeyPolicy = {}, changes: Partial<KeyRecord> = {}): ClientKey {
  return clientKey(
    keyRecord('laptop', { id: 'key_1' as KeyId, hash: '', prefix: '', policy: JSON.stringify(policy), ...changes }),
  );
}

/** Whoever has that key. */
export function callerWith(policy: KeyPolicy, changes: Partial<KeyRecord> = {}): Identity {
  return { ...LAPTOP, key: clientKeyOf(policy, changes) };
}

/** A caller with a redwolf key. */
export const LAPTOP: Identity = {
  keyId: 'key_1' as KeyId,
  keyName: 'laptop',
  isAnonymous: false,
  key: clientKeyOf(),
};

export interface CallFields {
  readonly codec?: Codec;
  /** Fields of the body besides the messages. */
  readonly body?: object;
  readonly headers?: IncomingHeaders;
  readonly identity?: Identity;
  readonly plan?: Partial<Plan>;
  readonly query?: string;
}

/** A call that came just now. */
export function callOf(clock: Clock, fields: CallFields = {}): Call {
  const codec = fields.codec ?? anthropicMessages;
  const messages = [{ role: 'user', content: 'hi' }];
  const body = Body.of(Buffer.from(JSON.stringify({ model: 'any', max_tokens: 9, messages, ...fields.body })));
  const call = new Call({
    id: 'call_1' as CallId,
    endpoint: codec.id,
    codec,
    request: { method: 'POST', path: '/v1/messages', query: fields.query ?? '', headers: fields.headers ?? {}, body },
    head: codec.readHead(body),
    identity: fields.identity ?? LAPTOP,
    startedAt: clock.now(),
    startedMonotonic: clock.monotonic(),
  });
  call.plan = { mode: 'global_direct', source: 'all-models', targets: [], isClientsChoice: false, ...fields.plan };
  return call;
}
