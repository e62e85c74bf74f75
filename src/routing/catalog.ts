import type { ModelConfig, PlatformConfig, PoolKey } from '../config/config.ts';
import type { Secret } from '../lib/secret.ts';
import { type EndpointUrl, endpointUrl } from '../platforms/endpoint-url.ts';
import { type Platform, type PlatformProtocol, quirksFor, type Timeouts } from '../platforms/platform.ts';
import type { Quirks } from '../protocols/quirks.ts';
import type { ProtocolId } from '../turn/request.ts';
import { NO_PRICES, type PriceList } from './price-list.ts';

/** One protocol of a configured platform, ready to be called. */
export interface Channel {
  readonly protocol: ProtocolId;
  readonly url: EndpointUrl;
  readonly auth: PlatformProtocol['auth'];
  /** Models that are asked by this channel, whatever the caller speaks. */
  readonly servesAlone?: RegExp;
  /** What is odd about the platform when it is asked for the model. */
  quirksFor(model: string): Quirks;
}

/** A platform as it is configured. */
export interface Upstream {
  readonly id: string;
  readonly platform: Platform;
  /** At least one; the platform's own protocol first. */
  readonly channels: readonly [Channel, ...Channel[]];
  /** A pool, in order. Empty where the platform needs no key, or gets the client's own credential. */
  readonly apiKeys: readonly PoolKey[];
  readonly isPassthrough: boolean;
  readonly models: readonly ModelConfig[];
  readonly timeouts: Timeouts;
  /** Headers of the user's own, by their names in lower case. None of them carries a key or frames the message. */
  readonly headers: Readonly<Record<string, Secret>>;
  /** An HTTP proxy on the way there. */
  readonly proxy: Secret | undefined;
  /** What its models cost where nobody says so of the model itself. */
  readonly prices: PriceList;
}

/** A model on a platform. */
export interface ModelRef {
  readonly upstream: Upstream;
  readonly model: string;
}

/** What a name can mean. */
export type Resolution =
  | { readonly kind: 'found'; readonly ref: ModelRef }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] };

/** All configured platforms and their models. Made anew when the configuration changes, never changed itself. */
export class Catalog {
  readonly upstreams: readonly Upstream[];
  readonly #byId: ReadonlyMap<string, Upstream>;

  constructor(upstreams: readonly Upstream[]) {
    this.upstreams = upstreams;
    this.#byId = new Map(upstreams.map((upstream) => [upstream.id, upstream]));
  }

  find(id: string): Upstream | undefined {
    return this.#byId.get(id);
  }

  /**
   * `platform:model` as a model on that platform; undefined unless the part before the first colon is a configured
   * platform, since model ids contain colons too (`llama3.2:1b`).
   */
  parsePin(name: string): ModelRef | undefined {
    const colon = name.indexOf(':');
    const upstream = colon > 0 ? this.#byId.get(name.slice(0, colon)) : undefined;
    const model = name.slice(colon + 1);
    return upstream === undefined || model === '' ? undefined : { upstream, model };
  }

  /** A name from the configuration: `platform:model`, or a bare model name that only one platform lists. */
  resolve(name: string): Resolution {
    const pin = this.parsePin(name);
    if (pin !== undefined) return { kind: 'found', ref: pin };
    const refs = this.models().filter((ref) => ref.model === name);
    const [first, ...others] = refs;
    if (first === undefined) return { kind: 'unknown' };
    if (others.length === 0) return { kind: 'found', ref: first };
    return { kind: 'ambiguous', candidates: refs.map(refName) };
  }

  /** Every listed model, in the order of the configuration. */
  models(): ModelRef[] {
    return this.upstreams.flatMap((upstream) => upstream.models.map((model) => ({ upstream, model: model.id })));
  }
}

/** `platform:model`, the form that pins. */
export function refName(ref: ModelRef): string {
  return `${ref.upstream.id}:${ref.model}`;
}

/** What is known of a model: as configured, else as its platform documents. */
export function factsOf({ upstream, model: id }: ModelRef): ModelConfig {
  const configured = upstream.models.find((model) => model.id === id) ?? { id };
  const maxOutputTokens = configured.maxOutputTokens ?? upstream.platform.maxOutputTokens?.(id);
  return { ...configured, ...(maxOutputTokens !== undefined && { maxOutputTokens }) };
}

/** A configured platform, made from its description. The configuration has been checked to give an address. */
export function makeUpstream(config: PlatformConfig, platform: Platform, prices: PriceList = NO_PRICES): Upstream {
  const [own, ...others] = platform.protocols.flatMap((protocol) => {
    const baseUrl = baseUrlOf(config, protocol, platform.protocols);
    return baseUrl === undefined ? [] : [makeChannel(protocol, baseUrl)];
  });
  if (own === undefined) throw new TypeError(`platform ${config.id} has no address`);
  return {
    id: config.id,
    platform,
    channels: [own, ...others],
    apiKeys: config.apiKeys,
    isPassthrough: config.auth === 'passthrough',
    models: config.models,
    timeouts: { ...platform.timeouts, ...config.timeouts },
    headers: config.headers ?? {},
    proxy: config.proxy,
    prices,
  };
}

/**
 * An address that the user gives is that of the platform's first protocol, and of those that are spoken wherever it is. The
 * built-in addresses of the others do not count then: a private or regional service must not be bypassed by way of the
 * public one.
 */
function baseUrlOf(
  config: PlatformConfig,
  spoken: PlatformProtocol,
  [first]: readonly [PlatformProtocol, ...PlatformProtocol[]],
): string | undefined {
  const given = config.baseUrls[spoken.protocol];
  const isShared = spoken === first || spoken.sharesBaseUrl === true;
  const shared = isShared ? (config.baseUrl ?? config.baseUrls[first.protocol]) : undefined;
  const hasGiven = config.baseUrl !== undefined || Object.keys(config.baseUrls).length > 0;
  return given ?? shared ?? (hasGiven ? undefined : spoken.baseUrl);
}

/** Some platforms have their API at one path of every address, which people need not know. */
function withPath(baseUrl: string, path: string | undefined): string {
  return path !== undefined && new URL(baseUrl).pathname === '/' ? new URL(path, baseUrl).href : baseUrl;
}

function makeChannel(protocol: PlatformProtocol, baseUrl: string): Channel {
  return {
    protocol: protocol.protocol,
    url: endpointUrl(protocol.protocol, withPath(baseUrl, protocol.path)),
    auth: protocol.auth,
    ...(protocol.servesAlone !== undefined && { servesAlone: protocol.servesAlone }),
    quirksFor: (model) => quirksFor(protocol, model),
  };
}
