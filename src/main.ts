/** The only file that knows every part: builds them, joins them, and takes them down again. */

import { fileURLToPath } from 'node:url';
import type { AdminDeps } from './admin/ports.ts';
import type { Config } from './config/config.ts';
import { loadConfig } from './config/load.ts';
import { createDispatcher } from './endpoints/dispatch.ts';
import { withDemo } from './gateway/demo-upstream.ts';
import { Gateway } from './gateway/gateway.ts';
import { MemoryHealth } from './gateway/health.ts';
import { HttpUpstream } from './gateway/http-upstream.ts';
import { systemClock } from './lib/clock.ts';
import { version } from './lib/version.ts';
import { banner } from './main/banner.ts';
import { HttpServer, isLoopback } from './main/http-server.ts';
import { openKeys, StoredKeys } from './main/keys.ts';
import { findLocalPlatforms, withLocalModels } from './main/local-platforms.ts';
import { createLog, type Log } from './main/log.ts';
import { otherRequests } from './main/other-requests.ts';
import { PLATFORMS } from './platforms/index.ts';
import { makeRouting } from './routing/make-routing.ts';
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
  const loaded = loadConfig(options.configFile, options.environment, PLATFORMS);
  const log = createLog(options.debug);
  const store = await openStore({ dataDir: options.dataDir, version: version(), warn: (text) => log.warn(text) });
  try {
    for (const warning of loaded.warnings) log.warn(warning);
    return await assemble(options, loaded.config, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function assemble(options: StartOptions, declared: Config, store: Store, log: Log): Promise<RunningGateway> {
  const { ring, firstKey, adminPassword, passwords } = await openKeys(options, declared, store);
  const http = new HttpUpstream();
  const config = await completeConfig(declared, http);
  const { routing, warnings } = makeRouting(config, PLATFORMS);
  for (const warning of warnings) log.warn(warning);
  const keys = new StoredKeys(store, ring, systemClock);
  const server = new HttpServer();
  const upstream = withDemo(http);
  const gateway = new Gateway({
    clock: systemClock,
    health: new MemoryHealth(systemClock),
    upstream,
    recorder: store.recorder,
    routing: () => routing,
    debug: options.debug,
    logError: (message, error) => log.error({ err: error }, message),
  });
  const admin: AdminDeps = {
    admin: store.admin,
    calls: store.calls,
    passwords,
    clock: systemClock,
    host: options.host,
    webDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    status: statusOf(routing),
    report: (error) => log.error({ err: error }, 'the admin plane failed'),
  };
  const listener = createDispatcher(
    {
      gateway,
      keys,
      clock: systemClock,
      upstream,
      routing: () => routing,
      maxBodyBytes: config.maxBodyBytes,
      isLoopback: isLoopback(options.host),
      logError: (message, error) => log.error({ err: error }, message),
    },
    otherRequests(admin, () => server.isDraining),
  );
  const { url, port } = await server.listen(listener, options.host, options.port);
  keys.watch();
  return {
    url,
    port,
    banner: banner({ url, version: version(), dataDir: options.dataDir, routing, firstKey, adminPassword }),
    async stop() {
      keys.unwatch();
      await server.drain();
      await http.destroy();
      await store.close();
    },
  };
}

/** Without any platform: those that run on this machine, else the demo. */
async function completeConfig(config: Config, upstream: HttpUpstream): Promise<Config> {
  const platforms =
    config.platforms.length > 0
      ? await withLocalModels(config.platforms, PLATFORMS, upstream, systemClock)
      : await findLocalPlatforms(PLATFORMS, upstream, systemClock);
  return { ...config, platforms };
}

function statusOf({ catalog, mode }: Routing): AdminDeps['status'] {
  const started = systemClock.monotonic();
  return () => ({
    mode,
    platforms: catalog.upstreams.map(({ id, platform, models }) => ({
      id,
      type: platform.type,
      models: models.map((model) => model.id),
    })),
    version: version(),
    uptimeMs: systemClock.monotonic() - started,
  });
}
