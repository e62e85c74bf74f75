/** Before the first administrator has a password: `admin` on this machine, a setup token from elsewhere. */

import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../lib/loopback.ts';
import type { UserRow } from '../store/account-ports.ts';
import { isLoopbackHost } from './guards.ts';

/** The user that every database begins with. */
export const FIRST_USER_ID = 'user_admin';
export const FIRST_USER_NAME = 'admin';

/** As the original documents it: it must be changed at the first login. */
const INITIAL_PASSWORD = 'admin';

/** A proxy adds one of these: then the peer is the proxy, and who asks may be anywhere. */
const PROXY_HEADER = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * Whether the initial password may be used in this request: nobody but a person on this machine can have sent it. That its
 * `Origin` is our own is checked of every request that changes something.
 *
 * @param bound what `--host` said
 */
export function isFromThisMachine({ socket, headers }: IncomingMessage, bound: string): boolean {
  return (
    isLoopback(bound) &&
    isLoopback(socket.remoteAddress ?? '') &&
    isLoopbackHost(headers.host) &&
    !Object.keys(headers).some((name) => PROXY_HEADER.test(name))
  );
}

/** Only until the first administrator has a password. */
export function isInitialPassword(user: UserRow, password: string): boolean {
  return user.id === FIRST_USER_ID && user.passwordHash === null && password === INITIAL_PASSWORD;
}

/** Whether a session of this user may only change the password. */
export function mustChangePassword(user: UserRow): boolean {
  return user.mustChangePassword || user.passwordHash === null;
}
