import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { sendsCredential } from '../gateway/authenticate.ts';
import { errorHeaders } from '../gateway/fault-reply.ts';
import { header, type IncomingHeaders } from '../lib/headers.ts';
import { newCallId } from '../lib/ids.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { Codec } from '../protocols/codec.ts';
import { openaiChat } from '../protocols/openai-chat/codec.ts';
import { Fault } from '../turn/fault.ts';
import type { Endpoint, EndpointPorts, EndpointRequest } from './endpoint.ts';
import { forward, noSuchPath } from './forward.ts';
import { ENDPOINTS } from './index.ts';

const CLAUDE_CODE_BASE = '/api/v1/claude-code';

// What is below it and no endpoint is nowhere; whatever else is no endpoint is the admin plane's.
const API_ROOT = '/v1';

// A client that takes redwolf for a proxy names the host too, which every server must understand (RFC 9112 §3.2.2).
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** Answers a request that is none of the endpoints': health, the admin plane, pages. */
export type OtherHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** The listener of the server: finds the endpoint of a path, and turns what it throws into an answer. */
export function createDispatcher(ports: EndpointPorts, other: OtherHandler): RequestListener {
  const exact = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));
  const prefixes = ENDPOINTS.filter((endpoint) => endpoint.isPrefix === true);
  const find = (path: string): Endpoint | undefined =>
    exact.get(path) ?? prefixes.find((endpoint) => path.startsWith(`${endpoint.path}/`));

  return (request, response) => {
    const { path, query } = splitUrl(request.url ?? '/');
    const isBelowBase = path === CLAUDE_CODE_BASE || path.startsWith(`${CLAUDE_CODE_BASE}/`);
    const below = isBelowBase ? path.slice(CLAUDE_CODE_BASE.length) || '/' : path;
    // Below the original's base its documentation leaves `/v1` out.
    const own = find(below);
    const endpoint = own ?? (isBelowBase ? find(`${API_ROOT}${below}`) : undefined);
    const asked = { request, response, query, path: endpoint === own ? below : `${API_ROOT}${below}` };
    const isOthers = endpoint?.isShared === true && !isBelowBase && !sendsCredential(request.headers);
    if (endpoint !== undefined && !isOthers)
      return run(() => callEndpoint(endpoint, asked, ports), asked, ports, endpoint.codec);
    if (isBelowBase) return run(() => forward(asked, ports), asked, ports, anthropicMessages);
    if (path === API_ROOT || path.startsWith(`${API_ROOT}/`)) return run(() => reject(noSuchPath(path)), asked, ports);
    other(request, response);
  };
}

function callEndpoint(endpoint: Endpoint, asked: EndpointRequest, ports: EndpointPorts): Promise<void> | void {
  const method = asked.request.method ?? 'GET';
  if (endpoint.methods.includes(method)) return endpoint.handle(asked, ports);
  asked.response.setHeader('allow', endpoint.methods.join(', '));
  return reject(
    new Fault('invalid_request', 405, `${asked.path} takes ${endpoint.methods.join(' or ')}, not ${method}.`),
  );
}

function reject(fault: Fault): never {
  throw fault;
}

/** Runs a handler; a failure is answered in the protocol's shape, and nothing of it can stop the server. */
function run(
  handle: () => Promise<void> | void,
  asked: EndpointRequest,
  ports: EndpointPorts,
  codec: Codec = callersCodec(asked.request.headers),
): void {
  const fail = (error: unknown): void => {
    if (!(error instanceof Fault)) ports.logError('a request failed inside of redwolf', error);
    const fault =
      error instanceof Fault ? error : new Fault('server_error', 500, 'redwolf made a mistake with this request.');
    sendError(asked.response, fault, codec);
  };
  try {
    const done = handle();
    if (done instanceof Promise) done.catch(fail);
  } catch (error) {
    fail(error);
  }
}

/** Whose client asks on a path of both: Anthropic's name a version, and OpenAI's send their key as a bearer token. */
function callersCodec(headers: IncomingHeaders): Codec {
  const isOpenai = header(headers, 'anthropic-version') === undefined && header(headers, 'x-api-key') === undefined;
  return isOpenai && header(headers, 'authorization') !== undefined ? openaiChat : anthropicMessages;
}

function sendError(response: ServerResponse, fault: Fault, codec: Codec): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const requestId = newCallId();
  const body = codec.encodeError(fault, requestId);
  // The rest of a body that was refused is not waited for.
  const close = fault.kind === 'too_large' ? { connection: 'close' } : {};
  response.writeHead(fault.status, { ...errorHeaders(fault, requestId, body.length), ...close });
  response.end(body);
}

function splitUrl(given: string): { path: string; query: string } {
  const url = given.startsWith('/') ? given : given.replace(ORIGIN, '');
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark) };
}
