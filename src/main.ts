/** The only file that knows every part: builds them, joins them, and takes them down again. */

import { fileURLToPath } from 'node:url';
import type { AdminDeps } from './admin/ports.ts';
import type { LoadedConfig } from './config/config.ts';
import type { KeyPolicy } from './config/key-policy.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from './config/to-config.ts';
import { ClientKeys } from './control/client-keys.ts';
import type { RuntimeConfiguration } from './control/configuration.ts';
import { KeyStatistics } from './control/key-statistics.ts';
import { ModelRefresh } from './control/model-refresh.ts';
import { PlatformChecks } from './control/platform-checks.ts';
import { Prices } from './control/prices.ts';
import { createDispatcher } from './endpoints/dispatch.ts';
import type { EndpointPorts } from './endpoints/endpoint.ts';
import { withDemo } from './gateway/demo-upstream.ts';
import { Gateway } from './gateway/gateway.ts';
import { type Health, MemoryHealth } from './gateway/health.ts';
import { HttpUpstream } from './gateway/http-upstream.ts';
import type { KeyRing } from './gateway/key-ring.ts';
import { Limits } from './gateway/limits/admit.ts';
import { MemoryBudgets } from './gateway/limits/budget.ts';
import { MemoryRateCounter } from './gateway/limits/rate.ts';
import { LoadedContexts } from './gateway/loaded-contexts.ts';
import { MemoryTokenCalibration } from './gateway/token-calibration.ts';
import type { UpstreamPort } from './gateway/upstream.ts';
import { systemClock } from './lib/clock.ts';
import { isLoopback } from './lib/loopback.ts';
import type { PasswordHasher } from './lib/password.ts';
import { version } from './lib/version.ts';
import { banner } from './main/banner.ts';
import { withCallLog } from './main/call-log.ts';
import { HttpServer } from './main/http-server.ts';
import { StoredKeyOwners } from './main/key-owners.ts';
import { openKeys, StoredKeys } from './main/keys.ts';
import { createLog, type Log } from './main/log.ts';
import { otherRequests } from './main/other-requests.ts';
import { openConfiguration } from './main/runtime-configuration.ts';
import { PLATFORMS } from './platforms/index.ts';
import { PriceBook } from './prices/book.ts';
import type { Routing } from './routing/routing.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

export interface StartOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly configFile?: string;
  readonly debug: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Lines for the user: where it is, how to log in, what to paste. */
  readonly banner: readonly string[];
  /** Takes no more calls, lets the running ones end (for at most half a minute), and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the gateway. Nothing is left half started if it fails.
 *
 * @throws RedwolfError with a sentence for the user: configuration, data dir, database, master key, port
 */
export async function startGateway(options: StartOptions): Promise<RunningGateway> {
  const loaded = await readConfig(options);
  const log = createLog(options.debug);
  const store = await openStore({ dataDir: options.dataDir, version: version(), warn: (text) => log.warn(text) });
  try {
    for (const warning of loaded.warnings) log.warn(warning);
    return await assemble(options, loaded, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The readers of YAML and its schema cost 13 MB of memory, which a start without a file does not need. */
async function readConfig({ configFile, environment }: StartOptions): Promise<LoadedConfig> {
  if (configFile === undefined) {
    return { config: DEFAULT_CONFIG, ...NOTHING_DECLARED, warnings: [], place: (path) => path.join('.') };
  }
  const { loadConfig } = await import('./config/load.ts');
  return loadConfig(configFile, environment, PLATFORMS);
}

async function assemble(options: StartOptions, loaded: LoadedConfig, store: Store, log: Log): Promise<RunningGateway> {
  const warn = (text: string) => log.warn(text);
  const opened = await openKeys({ ...options, warn }, loaded.config, store);
  const { ring, firstKey, adminAccess, passwords, sealer } = opened;
  const http = new HttpUpstream();
  const book = new PriceBook(loaded.config.prices.cnyPerUsd, warn);
  const health = new MemoryHealth(systemClock);
  const { configuration, warnings } = await openConfiguration({
    loaded,
    platforms: PLATFORMS,
    prices: book,
    store: store.configuration,
    sealer,
    upstream: http,
    health,
    clock: systemClock,
  });
  for (const warning of warnings) warn(warning);
  const upstream = withDemo(http);
  const keys = new StoredKeys(store, ring, systemClock);
  const budgets = new MemoryBudgets(store.usage, systemClock);
  const limits = new Limits({ rates: new MemoryRateCounter(), budgets, clock: systemClock });
  const server = new HttpServer();
  const ports = endpointPorts({ options, store, configuration, keys, limits, upstream, health, log });
  const checks = new PlatformChecks(configuration, { upstream, clock: systemClock });
  const refresh = modelRefresh(configuration, checks, log);
  const clientKeys = clientKeysOf({ store, ring, keys, limits, memberKeys: loaded.config.memberKeys });
  const prices = pricesOf(book, store, configuration, budgets);
  const admin = adminDeps({ options, store, passwords, configuration, keys, clientKeys, checks, prices, log });
  const listener = createDispatcher(
    ports,
    otherRequests(admin, () => server.isDraining),
  );
  const { url, port } = await server.listen(listener, options.host, options.port);
  keys.watch();
  const answers = { routing: configuration.routing, awaited: refresh.awaited };
  refresh.start();
  return {
    url,
    port,
    banner: banner({ url, version: version(), dataDir: options.dataDir, ...answers, firstKey, adminAccess }),
    async stop() {
      keys.unwatch();
      refresh.stop();
      await server.drain();
      await http.destroy();
      await store.close();
    },
  };
}

function pricesOf(book: PriceBook, store: Store, configuration: RuntimeConfiguration, budgets: MemoryBudgets): Prices {
  const { calls, recorder } = store;
  return new Prices({
    ...{ book, calls, recorder, settings: configuration.base.config.prices },
    routing: () => configuration.routing,
    correct: (key, at, more) => budgets.correct(key, at, more),
  });
}

interface KeyParts {
  readonly store: Store;
  readonly ring: KeyRing;
  readonly keys: StoredKeys;
  readonly limits: Limits;
  readonly memberKeys: KeyPolicy;
}

function clientKeysOf({ store, ring, keys, limits, memberKeys }: KeyParts): ClientKeys {
  return new ClientKeys({
    keys: store.keys,
    ring,
    clock: systemClock,
    memberPolicy: memberKeys,
    standing: (key) => limits.standing(key),
    onChange: () => keys.reload(),
  });
}

interface ServingParts {
  readonly options: StartOptions;
  readonly store: Store;
  readonly configuration: Pick<RuntimeConfiguration, 'effective' | 'routing'>;
  readonly keys: StoredKeys;
  readonly limits: Limits;
  readonly upstream: UpstreamPort;
  readonly health: Health;
  readonly log: Log;
}

/** What serves the clients. */
function endpointPorts(parts: ServingParts): EndpointPorts {
  const { options, store, configuration, keys, limits, upstream, health, log } = parts;
  const recorder = options.debug ? withCallLog(store.recorder, log) : store.recorder;
  const logError = (message: string, error: unknown) => log.error({ err: error }, message);
  const contexts = new LoadedContexts(systemClock);
  const calibration = new MemoryTokenCalibration();
  const routing = () => configuration.routing;
  const shared = { clock: systemClock, upstream, routing, calibration, logError };
  return {
    ...shared,
    gateway: new Gateway({ ...shared, health, recorder, contexts, limits, debug: options.debug }),
    keys,
    get maxBodyBytes() {
      return configuration.effective.config.maxBodyBytes;
    },
    isLoopback: isLoopback(options.host),
  };
}

function modelRefresh(configuration: RuntimeConfiguration, checks: PlatformChecks, log: Log): ModelRefresh {
  const info = (text: string) => log.info(text);
  const warn = (text: string) => log.warn(text);
  return new ModelRefresh(configuration, { checks, clock: systemClock, info, warn });
}

interface AdminSources {
  readonly options: StartOptions;
  readonly store: Store;
  readonly keys: StoredKeys;
  readonly passwords: PasswordHasher;
  readonly configuration: RuntimeConfiguration;
  readonly clientKeys: ClientKeys;
  readonly checks: PlatformChecks;
  readonly prices: Prices;
  readonly log: Log;
}

/** What serves the browser. */
function adminDeps(sources: AdminSources): AdminDeps {
  const { options, store, keys, passwords, configuration, clientKeys, checks, prices, log } = sources;
  return {
    configuration,
    keys: clientKeys,
    keyStatistics: new KeyStatistics(store.keys, store.usage),
    checks,
    prices,
    users: store.users,
    sessions: store.sessions,
    audit: store.audit,
    settings: store.settings,
    calls: store.calls,
    keyOwners: new StoredKeyOwners(store.keys, () => keys.reload()),
    passwords,
    clock: systemClock,
    host: options.host,
    webDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    status: statusOf(() => configuration.routing),
    report: (error) => log.error({ err: error }, 'the admin plane failed'),
  };
}

function statusOf(routing: () => Routing): AdminDeps['status'] {
  const started = systemClock.monotonic();
  return () => ({
    mode: routing().mode,
    platforms: routing().catalog.upstreams.map(({ id, platform, models }) => ({
      id,
      type: platform.type,
      models: models.map((model) => model.id),
    })),
    version: version(),
    uptimeMs: systemClock.monotonic() - started,
  });
}
