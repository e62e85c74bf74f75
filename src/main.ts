/** The only file that knows every part: builds them, joins them, and takes them down again. */

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AdminDeps } from './admin/ports.ts';
import type { Config, LoadedConfig } from './config/config.ts';
import { DEFAULT_CONFIG } from './config/to-config.ts';
import type { RuntimeConfiguration } from './control/configuration.ts';
import { PlatformChecks } from './control/platform-checks.ts';
import { createDispatcher } from './endpoints/dispatch.ts';
import type { EndpointPorts } from './endpoints/endpoint.ts';
import { withDemo } from './gateway/demo-upstream.ts';
import { Gateway } from './gateway/gateway.ts';
import { type Health, MemoryHealth } from './gateway/health.ts';
import { HttpUpstream } from './gateway/http-upstream.ts';
import type { UpstreamPort } from './gateway/upstream.ts';
import { systemClock } from './lib/clock.ts';
import type { PasswordHasher } from './lib/password.ts';
import { TrustedProxies } from './lib/request-origin.ts';
import { version } from './lib/version.ts';
import { banner } from './main/banner.ts';
import { withCallLog } from './main/call-log.ts';
import { HttpServer, isLoopback } from './main/http-server.ts';
import { openKeys, StoredKeys } from './main/keys.ts';
import { createLog, type Log } from './main/log.ts';
import { MasterKeyWatch } from './main/master-key-watch.ts';
import { type OpenedVault, openVaultOrNone } from './main/open-vault.ts';
import { otherRequests, type Readiness } from './main/other-requests.ts';
import { openConfiguration } from './main/runtime-configuration.ts';
import { TlsFiles } from './main/tls-files.ts';
import { PLATFORMS } from './platforms/index.ts';
import type { Routing } from './routing/routing.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/ports.ts';

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
    return { config: DEFAULT_CONFIG, declaredRouting: new Set(), warnings: [], place: (path) => path.join('.') };
  }
  const { loadConfig } = await import('./config/load.ts');
  return loadConfig(configFile, environment, PLATFORMS);
}

async function assemble(options: StartOptions, loaded: LoadedConfig, store: Store, log: Log): Promise<RunningGateway> {
  const { config } = loaded;
  const server = await openServer(loaded);
  const vault = await openVaultOrNone(options, store);
  const { ring, passwords, ...shown } = await openKeys(vault, options.environment, config, store);
  const http = new HttpUpstream();
  const health = new MemoryHealth(systemClock);
  const { configuration, warnings } = await openConfiguration({
    loaded,
    platforms: PLATFORMS,
    store: store.configuration,
    sealer: vault.sealer,
    upstream: http,
    health,
    clock: systemClock,
  });
  for (const warning of warnings) log.warn(warning);
  const masterKey = watchMasterKey(options, store, vault, configuration, log);
  const keys = new StoredKeys(store, ring, systemClock, vault.closed !== undefined);
  const parts = { options, config, store, passwords, configuration, masterKey, keys, health, log };
  const upstream = withDemo(http);
  const listener = createDispatcher(
    endpointPorts({ ...parts, upstream }),
    otherRequests(adminDeps({ ...parts, upstream }), () => stateOf(server, keys)),
  );
  const { url, port } = await server.listen(listener, options.host, options.port);
  keys.watch(() => masterKey.look());
  const facts = { url, version: version(), dataDir: options.dataDir, routing: configuration.routing };
  return {
    url,
    port,
    banner: banner({ ...facts, ...shown, problem: masterKey.problem }),
    async stop() {
      keys.unwatch();
      await server.drain();
      await http.destroy();
      await store.close();
    },
  };
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

interface ServingParts {
  readonly options: StartOptions;
  readonly config: Config;
  readonly store: Store;
  readonly passwords: PasswordHasher;
  readonly configuration: RuntimeConfiguration;
  readonly masterKey: MasterKeyWatch;
  readonly keys: StoredKeys;
  readonly upstream: UpstreamPort;
  readonly health: Health;
  readonly log: Log;
}

/** What serves the clients. */
function endpointPorts(parts: ServingParts): EndpointPorts {
  const { options, config, store, configuration, keys, upstream, health, log } = parts;
  const logError = (message: string, error: unknown) => log.error({ err: error }, message);
  const shared = { clock: systemClock, upstream, routing: () => configuration.routing, logError };
  const recorder = options.debug ? withCallLog(store.recorder, log) : store.recorder;
  return {
    ...shared,
    gateway: new Gateway({ ...shared, health, recorder, debug: options.debug }),
    keys,
    maxBodyBytes: config.maxBodyBytes,
    isLoopback: isLoopback(options.host),
  };
}

/** What serves the browser. */
function adminDeps(parts: ServingParts): AdminDeps {
  const { options, config, store, passwords, configuration, masterKey, upstream, log } = parts;
  const { trustedProxies, publicUrl, hsts } = config.server;
  return {
    configuration,
    checks: new PlatformChecks(configuration, { upstream, clock: systemClock }),
    admin: store.admin,
    calls: store.calls,
    passwords,
    clock: systemClock,
    host: options.host,
    site: { proxies: new TrustedProxies(trustedProxies), ...(publicUrl !== undefined && { publicUrl }), hsts },
    readOnly: () => masterKey.problem,
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
