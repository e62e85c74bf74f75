import { header, type IncomingHeaders } from '../lib/headers.ts';
import type { Identity } from './call.ts';
import type { Candidate } from './health.ts';

// What the client's own account may be checked by: its kind and version. Never cookies, never redwolf's own headers.
const PASSTHROUGH_PREFIXES = ['x-stainless-', 'x-claude-', 'anthropic-'];
const PASSTHROUGH_NAMES = new Set(['user-agent', 'x-app']);

/** Authentication for the platform: its own key, or with `auth: passthrough` the client's credential as it came. */
export function authHeaders(
  client: IncomingHeaders,
  identity: Identity,
  { target, key }: Candidate,
): Record<string, string> {
  if (target.upstream.isPassthrough) return passthroughHeaders(client, identity);
  if (key === undefined) return {};
  return target.channel.auth === 'bearer' ? { authorization: `Bearer ${key.reveal()}` } : { 'x-api-key': key.reveal() };
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
