/** The only file that knows every part: builds them, joins them, and takes them down again. */

import { dirname, resolve } from 'node:path';
import { CallFeed } from './admin/live/call-feed.ts';
import type { LoadedConfig } from './config/config.ts';
import type { KeyPolicy } from './config/key-policy.ts';
import type { RecordsConfig } from './config/records.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from './config/to-config.ts';
import { CallRetention } from './control/call-retention.ts';
import { ClientKeys } from './control/client-keys.ts';
import type { RuntimeConfiguration } from './control/configuration.ts';
import { ModelRefresh } from './control/model-refresh.ts';
import { PlatformChecks } from './control/platform-checks.ts';
import { Prices } from './control/prices.ts';
import { createDispatcher } from './endpoints/dispatch.ts';
import { withDemo } from './gateway/demo-upstream.ts';
import { MemoryHealth } from './gateway/health.ts';
import { HttpUpstream } from './gateway/http-upstream.ts';
import type { KeyRing } from './gateway/key-ring.ts';
import { Limits } from './gateway/limits/admit.ts';
import { MemoryBudgets } from './gateway/limits/budget.ts';
import { MemoryRateCounter } from './gateway/limits/rate.ts';
import { systemClock } from './lib/clock.ts';
import { version } from './lib/version.ts';
import { adminDeps } from './main/admin-deps.ts';
import { banner } from './main/banner.ts';
import { endpointPorts } from './main/endpoint-ports.ts';
import { HttpServer } from './main/http-server.ts';
import { lazyImporter } from './main/importer.ts';
import { type OpenedKeys, openKeys, StoredKeys } from './main/keys.ts';
import { type Log, type OpenLog, openLog } from './main/log.ts';
import { MasterKeyWatch } from './main/master-key-watch.ts';
import { openMetrics } from './main/metrics.ts';
import { openBodies } from './main/open-bodies.ts';
import { type OpenedVault, openVaultOrNone } from './main/open-vault.ts';
import { otherRequests, type Readiness } from './main/other-requests.ts';
import { openConfiguration } from './main/runtime-configuration.ts';
import type { ServingParts } from './main/serving-parts.ts';
import { TlsFiles } from './main/tls-files.ts';
import { PLATFORMS } from './platforms/index.ts';
import { PriceBook } from './prices/book.ts';
import type { CallText } from './store/call-text-ports.ts';
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
  const openedLog = openLog(options.debug);
  const { log } = openedLog;
  const { dataDir } = options;
  const { databaseUrl } = loaded.config;
  const store = await openStore({
    dataDir,
    version: version(),
    warn: (text) => log.warn(text),
    ...(databaseUrl !== undefined && { databaseUrl }),
  });
  try {
    for (const warning of loaded.warnings) log.warn(warning);
    return await assemble(options, loaded, store, openedLog);
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

async function assemble(
  options: StartOptions,
  loaded: LoadedConfig,
  store: Store,
  log: OpenLog,
): Promise<RunningGateway> {
  const server = await openServer(loaded);
  const http = new HttpUpstream();
  const { parts, access } = await makeParts(options, loaded, http, store, log);
  const { host, configuration, bodies, masterKey, keys, feed } = parts;
  const listener = createDispatcher(
    endpointPorts(parts),
    otherRequests(adminDeps(parts, server), parts.metrics, () => stateOf(server, keys)),
  );
  const { url, port } = await server.listen(listener, host, options.port);
  keys.watch(async () => {
    await masterKey.look();
    await configuration.follow();
  });
  const refresh = modelRefresh(parts);
  const { awaited } = refresh;
  refresh.start();
  const retention = callRetention(parts);
  retention.start();
  const facts = { url, version: version(), dataDir: options.dataDir, routing: configuration.routing, awaited };
  const { capture } = configuration.effective.config.records;
  return {
    url,
    port,
    banner: banner({ ...facts, ...access, capture, problem: masterKey.problem }),
    async stop() {
      keys.unwatch();
      refresh.stop();
      await retention.stop();
      feed.close();
      await server.drain();
      await http.destroy();
      await bodies.close();
      await store.close();
    },
  };
}

type Access = Omit<OpenedKeys, 'ring' | 'passwords'>;

/** What the gateway is made of, and how its administrator gets in. */
async function makeParts(
  options: StartOptions,
  loaded: LoadedConfig,
  http: HttpUpstream,
  store: Store,
  openedLog: OpenLog,
): Promise<{ readonly parts: ServingParts; readonly access: Access }> {
  const { config } = loaded;
  const { log } = openedLog;
  const warn = (text: string) => log.warn(text);
  const vault = await openVaultOrNone(options, store);
  const { ring, passwords, ...access } = await openKeys(vault, { ...options, warn }, config, store);
  const upstream = withDemo(http);
  const book = new PriceBook(config.prices.cnyPerUsd, warn);
  const health = new MemoryHealth(systemClock);
  const clock = systemClock;
  const { configuration, warnings } = await openConfiguration({
    loaded,
    platforms: PLATFORMS,
    prices: book,
    store: store.configuration,
    sealer: vault.sealer,
    upstream: http,
    health,
    clock,
  });
  for (const warning of warnings) warn(warning);
  const place = { dataDir: options.dataDir, databaseUrl: config.databaseUrl };
  const feed = new CallFeed();
  const onTexts = (texts: readonly CallText[]) => {
    store.callTexts.add(texts);
    feed.said(texts);
  };
  const bodies = await openBodies(place, configuration, { warn, onTexts });
  const masterKey = watchMasterKey(options, store, vault, configuration, log);
  const keys = new StoredKeys(store, ring, clock, vault.closed !== undefined);
  const budgets = new MemoryBudgets(store.usage, clock);
  const limits = new Limits({ rates: new MemoryRateCounter(), budgets, clock });
  const clientKeys = clientKeysOf({ store, ring, keys, limits, memberKeys: config.memberKeys });
  const checks = new PlatformChecks(configuration, { upstream, clock });
  const prices = pricesOf(book, store, configuration, budgets);
  const importer = lazyImporter(store, { configuration, ring, book, clock, bodies, keys, dataDir: options.dataDir });
  const serving = { host: options.host, dataDir: options.dataDir, config, store, passwords, configuration };
  const desks = { clientKeys, checks, prices, importer };
  const parts = { ...serving, ...desks, bodies, masterKey, keys, limits, upstream, health, openedLog };
  const metrics = await openMetrics(config.metricsToken, store.recorder, bodies);
  return { parts: { ...parts, metrics, feed }, access };
}

function pricesOf(book: PriceBook, store: Store, configuration: RuntimeConfiguration, budgets: MemoryBudgets): Prices {
  const { calls, usage, recorder, audit } = store;
  return new Prices({
    book,
    calls,
    usage,
    recorder,
    audit,
    clock: systemClock,
    settings: configuration.base.config.prices,
    routing: () => configuration.routing,
    correct: (key, at, more) => budgets.correct(key, at, more),
  });
}

/** Paths in the configuration file are seen from its folder. */
async function openServer({ config, file = '' }: LoadedConfig): Promise<HttpServer> {
  const { tls, limits } = config.server;
  if (tls === undefined) return new HttpServer(limits);
  const from = (path: string) => resolve(dirname(file), path);
  return new HttpServer(limits, await TlsFiles.open({ cert: from(tls.cert), key: from(tls.key) }));
}

function watchMasterKey(
  { dataDir, environment }: StartOptions,
  store: Store,
  vault: OpenedVault,
  configuration: RuntimeConfiguration,
  log: Log,
): MasterKeyWatch {
  if (vault.closed !== undefined) log.error(vault.closed);
  return new MasterKeyWatch(vault, {
    dataDir,
    environment,
    store,
    reload: (sealer) => configuration.reload(sealer),
    warn: (sentence) => log.error(sentence),
  });
}

function stateOf({ isDraining }: HttpServer, { closed }: StoredKeys): Readiness {
  if (isDraining) return 'draining';
  return closed === undefined ? 'ready' : 'locked';
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

function modelRefresh({ configuration, checks, openedLog: { log } }: ServingParts): ModelRefresh {
  const info = (text: string) => log.info(text);
  const warn = (text: string) => log.warn(text);
  return new ModelRefresh(configuration, { checks, clock: systemClock, info, warn });
}

function callRetention({ store, configuration, openedLog: { log } }: ServingParts): CallRetention {
  return new CallRetention({
    calls: store.calls,
    callSessions: store.callSessions,
    callTexts: store.callTexts,
    clock: systemClock,
    days: () => configuration.effective.config.records.retentionCallDays,
    textDays: () => shorter(configuration.effective.config.records),
    giveBack: () => store.giveBack(),
    info: (text) => log.info(text),
    warn: (text) => log.warn(text),
  });
}

/** What was said goes with the bodies, and not after the rows. 0: never. */
function shorter({ retentionDays, retentionCallDays }: RecordsConfig): number {
  const limits = [retentionDays, retentionCallDays].filter((days) => days > 0);
  return limits.length === 0 ? 0 : Math.min(...limits);
}
