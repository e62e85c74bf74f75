import { fileURLToPath } from 'node:url';
import type { AdminDeps, PlatformAddress } from '../admin/ports.ts';
import type { RuntimeConfiguration } from '../control/configuration.ts';
import { KeyStatistics } from '../control/key-statistics.ts';
import { ConfigurationTransfer } from '../control/transfer/transfer.ts';
import { systemClock } from '../lib/clock.ts';
import { TrustedProxies } from '../lib/request-origin.ts';
import { version } from '../lib/version.ts';
import type { BodyStore } from '../records/body-store.ts';
import type { Upstream } from '../routing/catalog.ts';
import { previewFor } from './admin-preview.ts';
import type { HttpServer } from './http-server.ts';
import { StoredKeyOwners } from './key-owners.ts';
import type { ServingParts } from './serving-parts.ts';
import { statusDetailsOf } from './status-details.ts';

/** What serves the browser. */
export function adminDeps(parts: ServingParts, server: Pick<HttpServer, 'place'>): AdminDeps {
  const { host, config, store, bodies, passwords, configuration, masterKey, keys } = parts;
  const { clientKeys, checks, prices, feed, importer, openedLog } = parts;
  const { trustedProxies, publicUrl, hsts } = config.server;
  return {
    configuration,
    keys: clientKeys,
    keyStatistics: new KeyStatistics(store.keys, store.usage),
    checks,
    prices,
    importer,
    transfer: new ConfigurationTransfer(configuration, systemClock),
    preview: { preview: (body) => previewFor(configuration.routing, body) },
    users: store.users,
    sessions: store.sessions,
    audit: store.audit,
    settings: store.settings,
    calls: store.calls,
    usage: store.usage,
    callSessions: store.callSessions,
    callPages: store.callPages,
    corrections: store.corrections,

    callTexts: store.callTexts,
    callRemoval: store.callRemoval,
    giveBack: () => store.giveBack(),
    recorder: store.recorder,
    feed,
    bodies,
    platformAddress: (platform, path) => addressOf(configuration.routing.catalog.find(platform), path),
    keyOwners: new StoredKeyOwners(store.keys, () => keys.reload()),
    passwords,
    clock: systemClock,
    host,
    site: { proxies: new TrustedProxies(trustedProxies), ...(publicUrl !== undefined && { publicUrl }), hsts },
    readOnly: () => masterKey.problem,
    webDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    status: statusOf(configuration, bodies),
    statusDetails: statusDetailsOf(parts, server),
    debug: {
      get isOn() {
        return openedLog.isDebug;
      },
      turn: (isOn) => openedLog.setDebug(isOn),
    },
    report: (error) => openedLog.log.error({ err: error }, 'the admin plane failed'),
  };
}

function statusOf(configuration: RuntimeConfiguration, bodies: BodyStore): AdminDeps['status'] {
  const started = systemClock.monotonic();
  return () => ({
    mode: configuration.routing.mode,
    platforms: configuration.routing.catalog.upstreams.map(({ id, platform, models }) => ({
      id,
      type: platform.type,
      models: models.map((model) => model.id),
    })),
    capture: { level: configuration.effective.config.records.capture, ...bodies.status },
    version: version(),
    uptimeMs: systemClock.monotonic() - started,
  });
}

function addressOf(upstream: Upstream | undefined, path: string): PlatformAddress | undefined {
  const channel = upstream?.channels.find(({ url }) => url.path === path);
  if (upstream === undefined || channel === undefined) return undefined;
  const hasKey = upstream.isPassthrough || upstream.apiKeys.length > 0;
  return { origin: channel.url.origin, auth: hasKey ? channel.auth : null, headers: Object.keys(upstream.headers) };
}
