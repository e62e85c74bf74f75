import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** How a request reached redwolf: the one place where the admin plane learns of an address, and of TLS. */
export interface Connection {
  /** The client's address. */
  readonly address: string;
  /** It came over TLS: cookies may then be sent over nothing else. */
  readonly isSecure: boolean;
}

/** What the socket says. A proxy in front is not seen through. */
export function directConnection({ socket }: IncomingMessage): Connection {
  return { address: socket.remoteAddress ?? '', isSecure: socket instanceof TLSSocket };
}
