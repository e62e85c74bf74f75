import type { ServerResponse } from 'node:http';
import { candidatesFor } from '../gateway/candidates.ts';
import { permitForwarding } from '../gateway/limits/policy.ts';
import { Scrubber } from '../gateway/scrub.ts';
import type { UpstreamPort, UpstreamRequest } from '../gateway/upstream.ts';
import { connectionFault } from '../gateway/upstream-fault.ts';
import { authHeaders } from '../gateway/upstream-headers.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { route } from '../routing/router.ts';
import { Fault } from '../turn/fault.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { EndpointPorts, EndpointRequest } from './endpoint.ts';
import { readBody } from './read-body.ts';

// What a request and a reply consist of, and what Anthropic's clients and platform add to them. Everything else stays
// here: what concerns one connection only (RFC 9110 §7.6.1), cookies, keys, and what proxies say of the client.
const TO_PLATFORM =
  /^(accept|accept-language|content-(encoding|language|type)|if-(match|none-match|modified-since|unmodified-since)|range|user-agent|x-app|x-request-id|(x-stainless|x-claude|anthropic)-.+)$/;
const TO_CLIENT =
  /^(accept-ranges|cache-control|content-(disposition|encoding|language|range|type)|etag|expires|last-modified|location|request-id|retry-after|vary|x-request-id|x-should-retry|(anthropic|x-ratelimit|ratelimit)-.+)$/;
// No error of a platform is this long.
const LARGEST_ERROR = 1024 * 1024;

/**
 * Claude Code mode: whatever redwolf has no endpoint for goes unchanged to the first platform. In the other modes there
 * is no such path.
 *
 * @throws Fault not_found in other modes, or if no platform is configured
 */
export async function forward(
  { request, response, path, query }: EndpointRequest,
  ports: EndpointPorts,
): Promise<void> {
  const identity = await authenticateRequest(request.headers, ports);
  const routing = ports.routing();
  if (routing.mode !== 'claude_code') throw noSuchPath(path);
  // No model is asked for here; any name gives the platforms of the mode, in their order.
  const plan = route(routing, { model: 'any', caller: 'anthropic-messages' });
  const permitted = identity.key === undefined ? plan : permitForwarding(plan, identity.key);
  const [candidate] = candidatesFor(permitted, identity);
  if (candidate === undefined) throw noSuchPath(path);
  const body = await readBody(request, ports.maxBodyBytes);
  const { upstream, channel } = candidate.target;
  const sent = {
    platform: upstream.id,
    origin: channel.url.origin,
    method: request.method ?? 'GET',
    path: upstreamPath(channel.url.root, path) + query,
    headers: { ...passedHeaders(request.headers, TO_PLATFORM), ...authHeaders(request.headers, identity, candidate) },
    body,
    timeouts: upstream.timeouts,
    proxy: upstream.proxy,
  };
  await relay(ports.upstream, sent, response, {
    faultOf: (error) => connectionFault(error, candidate.target),
    scrubber: new Scrubber(candidate, identity),
  });
}

interface RelayParts {
  readonly faultOf: (error: Error) => Fault;
  readonly scrubber: Scrubber;
}

/** Gives the platform's reply to the client as it comes. Resolves when either is done; rejects with what `faultOf` says. */
function relay(
  upstream: UpstreamPort,
  request: UpstreamRequest,
  response: ServerResponse,
  { faultOf, scrubber }: RelayParts,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // An error is kept until it is whole, because it may quote the key.
    let error: Buffer[] | undefined;
    const running = upstream.send(request, {
      onHead(status, headers) {
        response.writeHead(status, passedHeaders(headers, TO_CLIENT));
        if (status >= 400) error = [];
      },
      onData(chunk) {
        if (error !== undefined) return void keep(error, chunk);
        if (response.write(chunk) || response.listenerCount('drain') > 0) return;
        running.pause();
        response.once('drain', () => running.resume());
      },
      onEnd() {
        response.end(error && scrubber.bytes(Buffer.concat(error)));
        resolve();
      },
      onError: (failure) => reject(faultOf(failure)),
    });
    response.on('close', () => {
      running.abort();
      resolve();
    });
  });
}

function keep(kept: Buffer[], chunk: Buffer): void {
  const length = kept.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length + chunk.length <= LARGEST_ERROR) kept.push(chunk);
}

/** A path that no endpoint has. */
export function noSuchPath(path: string): Fault {
  return new Fault('not_found', 404, `There is nothing at ${path.slice(0, 200)}.`);
}

/** `root` ends in `/v1`; paths that do not begin with it stand beside it. */
function upstreamPath(root: string, path: string): string {
  return path.startsWith('/v1/') ? root + path.slice('/v1'.length) : root.replace(/\/v1$/, '') + path;
}

function passedHeaders(headers: IncomingHeaders, allowed: RegExp): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && allowed.test(name)) passed[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return passed;
}
