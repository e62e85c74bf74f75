import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { AdminContext, AdminParts } from './context.ts';

/** How a request reached redwolf. */
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

/** The one place where the admin plane asks for a client's address, and whether its request came over TLS. */
export function connectionOf(context: AdminContext, { connection }: Pick<AdminParts, 'connection'>): Connection {
  return connection(context.env.incoming);
}
