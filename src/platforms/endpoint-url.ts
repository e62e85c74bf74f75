import type { ProtocolId } from '../turn/request.ts';

/** Where the requests of one protocol go. */
export interface EndpointUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path of the protocol's endpoint, such as `/v1/messages`. */
  readonly path: string;
  /** Path of the API's root, below which its other endpoints are: `/v1`. */
  readonly root: string;
}

const ENDPOINTS: Readonly<Record<ProtocolId, string>> = {
  'anthropic-messages': '/messages',
  'ollama-chat': '/chat',
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
};

// A version somewhere in the path, as in `/v1`, `/api/paas/v4` or `/v1beta/openai`: the path is complete.
const HAS_VERSION = /\/v\d+[a-z0-9]*(\/|$)/;
const ENDS_WITH_VERSION = /\/v1$/;

/**
 * The address of a protocol's endpoint below a base URL. People give base URLs with or without `/v1`, and sometimes with
 * the endpoint itself; all of them work.
 */
export function endpointUrl(protocol: ProtocolId, baseUrl: string): EndpointUrl {
  const url = new URL(baseUrl);
  const endpoint = ENDPOINTS[protocol];
  const given = url.pathname.replace(/\/+$/, '');
  const base = given.endsWith(endpoint) ? given.slice(0, -endpoint.length) : given;
  const root = rootFor(protocol, base);
  return { origin: url.origin, path: `${root}${endpoint}`, root };
}

function rootFor(protocol: ProtocolId, base: string): string {
  // What people know of Ollama's address is often that of its OpenAI-compatible API.
  if (protocol === 'ollama-chat') return `${base.replace(/\/(v1|api)$/, '')}/api`;
  // Anthropic's clients append `/v1/messages` to whatever they are given.
  const isComplete = protocol === 'anthropic-messages' ? ENDS_WITH_VERSION.test(base) : HAS_VERSION.test(base);
  return isComplete ? base : `${base}/v1`;
}
