import type { ServerResponse } from 'node:http';
import { candidatesFor } from '../gateway/candidates.ts';
import { permitForwarding } from '../gateway/limits/policy.ts';
import type { UpstreamPort, UpstreamRequest } from '../gateway/upstream.ts';
import { connectionFault } from '../gateway/upstream-fault.ts';
import { authHeaders } from '../gateway/upstream-headers.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { route } from '../routing/router.ts';
import { Fault } from '../turn/fault.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { EndpointPorts, EndpointRequest } from './endpoint.ts';
import { readBody } from './read-body.ts';

// Hop-by-hop headers (RFC 9110 §7.6.1), those that are redwolf's own, and what must never leave.
const DROPPED =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|(set-)?cookie|authorization|x-api-key|api-key|x-redwolf-.*|accept-encoding|expect)$/;

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
  const plan = route(routing, 'any', 'anthropic-messages');
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
    headers: { ...passedHeaders(request.headers), ...authHeaders(request.headers, identity, candidate) },
    body,
    timeouts: upstream.timeouts,
    proxy: upstream.proxy,
  };
  await relay(ports.upstream, sent, response, (error) => connectionFault(error, candidate.target));
}

/** Gives the platform's reply to the client as it comes. Resolves when either is done; rejects with what `faultOf` says. */
function relay(
  upstream: UpstreamPort,
  request: UpstreamRequest,
  response: ServerResponse,
  faultOf: (error: Error) => Fault,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const running = upstream.send(request, {
      onHead: (status, headers) => void response.writeHead(status, passedHeaders(headers)),
      onData(chunk) {
        if (response.write(chunk) || response.listenerCount('drain') > 0) return;
        running.pause();
        response.once('drain', () => running.resume());
      },
      onEnd() {
        response.end();
        resolve();
      },
      onError: (error) => reject(faultOf(error)),
    });
    response.on('close', () => {
      running.abort();
      resolve();
    });
  });
}

/** A path that no endpoint has. */
export function noSuchPath(path: string): Fault {
  return new Fault('not_found', 404, `There is nothing at ${path.slice(0, 200)}.`);
}

/** `root` ends in `/v1`; paths that do not begin with it stand beside it. */
function upstreamPath(root: string, path: string): string {
  return path.startsWith('/v1/') ? root + path.slice('/v1'.length) : root.replace(/\/v1$/, '') + path;
}

function passedHeaders(headers: IncomingHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && !DROPPED.test(name)) passed[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return passed;
}
