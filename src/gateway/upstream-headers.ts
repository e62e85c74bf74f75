import { header } from '../lib/headers.ts';
import type { Call } from './call.ts';
import type { Candidate } from './health.ts';

// What the client's own account may be checked by: its kind and version. Never cookies, never redwolf's own headers.
const PASSTHROUGH_PREFIXES = ['x-stainless-', 'x-claude-', 'anthropic-'];
const PASSTHROUGH_NAMES = new Set(['user-agent', 'x-app']);

/** Authentication for the platform: its own key, or with `auth: passthrough` the client's credential as it came. */
export function upstreamHeaders(call: Call, { target, key }: Candidate): Record<string, string> {
  if (target.upstream.isPassthrough) return passthroughHeaders(call);
  if (key === undefined) return {};
  return target.channel.auth === 'bearer' ? { authorization: `Bearer ${key.reveal()}` } : { 'x-api-key': key.reveal() };
}

function passthroughHeaders(call: Call): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(call.request.headers)) {
    const isPassed = PASSTHROUGH_NAMES.has(name) || PASSTHROUGH_PREFIXES.some((prefix) => name.startsWith(prefix));
    const value = isPassed ? header(call.request.headers, name) : undefined;
    if (value !== undefined) headers[name] = value;
  }
  const { credential } = call.identity;
  if (credential !== undefined) headers[credential.header] = credential.value.reveal();
  return headers;
}
