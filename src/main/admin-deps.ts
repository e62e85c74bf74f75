import { fileURLToPath } from 'node:url';
import type { AdminDeps } from '../admin/ports.ts';
import { KeyStatistics } from '../control/key-statistics.ts';
import { systemClock } from '../lib/clock.ts';
import { TrustedProxies } from '../lib/request-origin.ts';
import { version } from '../lib/version.ts';
import type { Routing } from '../routing/routing.ts';
import { StoredKeyOwners } from './key-owners.ts';
import type { ServingParts } from './serving-parts.ts';

/** What serves the browser. */
export function adminDeps(parts: ServingParts): AdminDeps {
  const { host, config, store, passwords, configuration, masterKey, keys, clientKeys, checks, log } = parts;
  const { trustedProxies, publicUrl, hsts } = config.server;
  return {
    configuration,
    keys: clientKeys,
    keyStatistics: new KeyStatistics(store.keys, store.usage),
    checks,
    users: store.users,
    sessions: store.sessions,
    audit: store.audit,
    settings: store.settings,
    calls: store.calls,
    keyOwners: new StoredKeyOwners(store.keys, () => keys.reload()),
    passwords,
    clock: systemClock,
    host,
    site: { proxies: new TrustedProxies(trustedProxies), ...(publicUrl !== undefined && { publicUrl }), hsts },
    readOnly: () => masterKey.problem,
    webDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
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
