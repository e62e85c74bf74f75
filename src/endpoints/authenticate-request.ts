import { authenticate } from '../gateway/authenticate.ts';
import type { Identity } from '../gateway/call.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { Fault } from '../turn/fault.ts';
import type { EndpointPorts } from './endpoint.ts';

/**
 * Who asks. A key that is not known may have been created since the keys were last read, so they are read once more.
 *
 * @throws Fault authentication, or overloaded where redwolf cannot recognise any key
 */
export function authenticateRequest(headers: IncomingHeaders, ports: EndpointPorts): Identity | Promise<Identity> {
  if (ports.keys.closed !== undefined) throw new Fault('overloaded', 503, ports.keys.closed);
  const hasPassthrough = ports.routing().catalog.upstreams.some((upstream) => upstream.isPassthrough);
  const options = { keys: ports.keys, allowsAnonymous: hasPassthrough && ports.isLoopback, now: ports.clock.now() };
  try {
    return authenticate(headers, options);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return ports.keys.refresh().then((isNew) => {
      if (isNew) return authenticate(headers, options);
      throw error;
    });
  }
}
