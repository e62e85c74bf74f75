import { header, type IncomingHeaders } from '../../lib/headers.ts';

// What explains a call and cannot hold a secret. Anything else is left out: a new header may be a new credential.
const NAMES = new Set([
  'accept',
  'cf-ray',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'openai-beta',
  'openai-model',
  'openai-processing-ms',
  'openai-version',
  'originator',
  'request-id',
  'retry-after',
  'retry-after-ms',
  'server',
  'session_id',
  'transfer-encoding',
  'user-agent',
  'x-app',
  'x-request-id',
  'x-should-retry',
]);
const PREFIXES = [
  'anthropic-beta',
  'anthropic-ratelimit-',
  'anthropic-version',
  'x-claude-code-',
  'x-ratelimit-',
  'x-stainless-',
];
// Ours, on the reply. Of the request's own `x-redwolf-*` one is the key.
const OWN = 'x-redwolf-';
const OWN_KEY = 'x-redwolf-key';

/** The headers that are kept of a request or a reply. */
export function keptHeaders(headers: IncomingHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const given of Object.keys(headers)) {
    const name = given.toLowerCase();
    const value = isKept(name) ? header(headers, given) : undefined;
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function isKept(name: string): boolean {
  if (NAMES.has(name) || (name.startsWith(OWN) && name !== OWN_KEY)) return true;
  return PREFIXES.some((prefix) => name.startsWith(prefix));
}
