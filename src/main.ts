/** The only file that knows every part: builds them, joins them, and takes them down again. */

import { fileURLToPath } from 'node:url';
import type { AdminDeps } from './admin/ports.ts';
import type { LoadedConfig } from './config/config.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from './config/to-config.ts';
import type { RuntimeConfiguration } from './control/configuration.ts';
import { ModelRefresh } from './control/model-refresh.ts';
import { PlatformChecks } from './control/platform-checks.ts';
import { createDispatcher } from './endpoints/dispatch.ts';
import type { EndpointPorts } from './endpoints/endpoint.ts';
import { withDemo } from './gateway/demo-upstream.ts';
import { Gateway } from './gateway/gateway.ts';
import { type Health, MemoryHealth } from './gateway/health.ts';
import { HttpUpstream } from './gateway/http-upstream.ts';
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
import type { Routing } from './routing/routing.ts';
import { openStore } from './store/open-store.ts';
import type { CallRecorder, Store } from './store/ports.ts';

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
  const { ring, firstKey, adminAccess, passwords, sealer } = await openKeys({ ...options, warn }, loaded.config, store);
  const http = new HttpUpstream();
  const health = new MemoryHealth(systemClock);
  const { configuration, warnings } = await openConfiguration({
    loaded,
    platforms: PLATFORMS,
    store: store.configuration,
    sealer,
    upstream: http,
    health,
    clock: systemClock,
  });
  for (const warning of warnings) log.warn(warning);
  const upstream = withDemo(http);
  const keys = new StoredKeys(store, ring, systemClock);
  const server = new HttpServer();
  const ports = endpointPorts({
    options,
    configuration,
    keys,
    recorder: options.debug ? withCallLog(store.recorder, log) : store.recorder,
    upstream,
    health,
    log,
  });
  const checks = new PlatformChecks(configuration, { upstream, clock: systemClock });
  const refresh = modelRefresh(configuration, checks, log);
  const admin = adminDeps(options, store, keys, passwords, configuration, checks, log);
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

interface ServingParts {
  readonly options: StartOptions;
  readonly configuration: Pick<RuntimeConfiguration, 'effective' | 'routing'>;
  readonly keys: StoredKeys;
  readonly recorder: CallRecorder;
  readonly upstream: UpstreamPort;
  readonly health: Health;
  readonly log: Log;
}

/** What serves the clients. */
function endpointPorts({ options, configuration, keys, recorder, upstream, health, log }: ServingParts): EndpointPorts {
  const logError = (message: string, error: unknown) => log.error({ err: error }, message);
  const contexts = new LoadedContexts(systemClock);
  const calibration = new MemoryTokenCalibration();
  const routing = () => configuration.routing;
  const shared = { clock: systemClock, upstream, routing, calibration, logError };
  return {
    ...shared,
    gateway: new Gateway({ ...shared, health, recorder, contexts, debug: options.debug }),
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

/** What serves the browser. */
function adminDeps(
  options: StartOptions,
  store: Store,
  keys: StoredKeys,
  passwords: PasswordHasher,
  configuration: RuntimeConfiguration,
  checks: PlatformChecks,
  log: Log,
): AdminDeps {
  return {
    configuration,
    checks,
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
