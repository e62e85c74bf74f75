import { Call, type ClientRequest } from '../gateway/call.ts';
import { ClientReply } from '../gateway/client-reply.ts';
import { Body } from '../lib/body.ts';
import { newCallId } from '../lib/ids.ts';
import type { Codec, RequestHead } from '../protocols/codec.ts';
import { Fault } from '../turn/fault.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { EndpointPorts, EndpointRequest } from './endpoint.ts';
import { readBody } from './read-body.ts';

const UNREAD: RequestHead = { model: '', stream: false, spans: { fields: new Map(), close: 0, found: [] } };

/**
 * Answers one model call in the given protocol, and has it accounted for.
 *
 * @throws Fault authentication
 */
export async function serveCall(
  codec: Codec,
  { request, response, path, query }: EndpointRequest,
  ports: EndpointPorts,
): Promise<void> {
  const client = new ClientReply(response, ports.clock);
  const identity = await authenticateRequest(request.headers, ports);
  const read = await readRequest(codec, request, { path, query }, ports.maxBodyBytes);
  const started = { startedAt: ports.clock.now(), startedMonotonic: ports.clock.monotonic() };
  const call = new Call({ id: newCallId(), endpoint: codec.id, codec, identity, ...started, ...read });
  if (read.fault === undefined) await ports.gateway.serve(call, client);
  else ports.gateway.finish(call, client, { kind: 'failed', fault: read.fault });
}

/** The request, or as much of it as can be read and why not more: a refused call is a call too. */
async function readRequest(
  codec: Codec,
  request: EndpointRequest['request'],
  url: Pick<ClientRequest, 'path' | 'query'>,
  limit: number,
): Promise<{ request: ClientRequest; head: RequestHead; fault?: Fault }> {
  const read = { method: request.method ?? 'POST', ...url, headers: request.headers };
  let body = new Body([]);
  try {
    body = await readBody(request, limit);
    return { request: { ...read, body }, head: codec.readHead(body) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { request: { ...read, body }, head: UNREAD, fault: error };
  }
}
