import { header, type IncomingHeaders } from '../lib/headers.ts';
import type { AuthHeader } from '../platforms/platform.ts';
import type { Upstream } from '../routing/catalog.ts';
import type { Identity } from './call.ts';
import type { Candidate } from './health.ts';

// What the client's own account may be checked by: its kind and version. Never cookies, never redwolf's own headers.
const PASSTHROUGH_PREFIXES = ['x-stainless-', 'x-claude-', 'anthropic-'];
const PASSTHROUGH_NAMES = new Set(['user-agent', 'x-app']);

/**
 * What every request to a platform carries besides its protocol's own: the user's headers, and over them the
 * authentication. That is the platform's own key, or with `auth: passthrough` the client's credential as it came.
 */
export function authHeaders(
  client: IncomingHeaders,
  identity: Identity,
  { target, key }: Candidate,
): Record<string, string> {
  const headers = customHeaders(target.upstream);
  if (target.upstream.isPassthrough) return { ...headers, ...passthroughHeaders(client, identity) };
  return key === undefined ? headers : { ...headers, ...keyHeader(target.channel.auth, key.reveal()) };
}

/** The user's own headers for a platform. */
function customHeaders({ headers }: Pick<Upstream, 'headers'>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()]));
}

function keyHeader(auth: AuthHeader, key: string): Record<string, string> {
  return auth === 'bearer' ? { authorization: `Bearer ${key}` } : { [auth]: key };
}

function passthroughHeaders(client: IncomingHeaders, { credential }: Identity): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(client)) {
    const isPassed = PASSTHROUGH_NAMES.has(name) || PASSTHROUGH_PREFIXES.some((prefix) => name.startsWith(prefix));
    const value = isPassed ? header(client, name) : undefined;
    if (value !== undefined) headers[name] = value;
  }
  if (credential !== undefined) headers[credential.header] = credential.value.reveal();
  return headers;
}
