import type { ConnectionLimits, ServerConfig } from './config.ts';
import type { LimitsEntry, ServerEntry } from './schema.ts';

const BYTES_PER_KILOBYTE = 1024;

const DEFAULTS = {
  max_header_kb: 16,
  header_seconds: 60,
  request_seconds: 300,
  // Longer than the keep-alive of the usual clients and proxies, so that they close first and no request meets a close.
  idle_seconds: 75,
  slow_client_seconds: 300,
  max_connections: 10_000,
} as const satisfies LimitsEntry;

/** From the file's form to ours: seconds to milliseconds, kilobytes to bytes, defaults filled in. */
export function toServer({ tls, trusted_proxies, public_url, hsts }: ServerEntry, limits: LimitsEntry): ServerConfig {
  return {
    limits: toLimits(limits),
    ...(tls !== undefined && { tls }),
    trustedProxies: trusted_proxies ?? [],
    ...(public_url !== undefined && { publicUrl: public_url }),
    hsts: hsts ?? false,
  };
}

function toLimits(limits: LimitsEntry): ConnectionLimits {
  return {
    maxHeaderBytes: Math.floor((limits.max_header_kb ?? DEFAULTS.max_header_kb) * BYTES_PER_KILOBYTE),
    headerMs: (limits.header_seconds ?? DEFAULTS.header_seconds) * 1000,
    requestMs: (limits.request_seconds ?? DEFAULTS.request_seconds) * 1000,
    idleMs: (limits.idle_seconds ?? DEFAULTS.idle_seconds) * 1000,
    slowClientMs: (limits.slow_client_seconds ?? DEFAULTS.slow_client_seconds) * 1000,
    maxConnections: limits.max_connections ?? DEFAULTS.max_connections,
  };
}
