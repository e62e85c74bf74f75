/** What is checked of every request to the admin plane before anything else. */

import { isIP } from 'node:net';
import { AdminError } from './errors.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const WILDCARDS = new Set(['', '0.0.0.0', '::']);

/**
 * A page of another site that gave its own name our address (DNS rebinding) is known by the name in `Host`. Addresses as
 * such cannot be given to a page, so that all of them are fine where redwolf listens on every address.
 *
 * Throws AdminError 403.
 * @param bound what `--host` said
 * @param publicUrl the address by which browsers call, where another one was configured
 */
export function checkHost(host: string | undefined, bound: string, publicUrl?: string): void {
  const name = nameOf(host ?? '');
  const isPublic = publicUrl !== undefined && name === new URL(publicUrl).hostname;
  const isOwn = LOOPBACK.test(name) || name === bracketed(bound) || (WILDCARDS.has(bound) && isAddress(name));
  const isAllowed = isOwn || isPublic;
  if (isAllowed) return;
  throw new AdminError(
    403,
    'HOST_REFUSED',
    'The admin pages are not served under this name. Open them by the address that redwolf printed at its start, or set server.public_url in redwolf.yaml to the one that you use.',
  );
}

/** True for a `Host` that names this machine itself. */
export function isLoopbackHost(host: string | undefined): boolean {
  return LOOPBACK.test(nameOf(host ?? ''));
}

/**
 * Only pages of the admin plane itself may change something.
 *
 * Throws AdminError 403.
 */
export function checkOrigin(headers: Readonly<Record<string, string>>): void {
  const { origin, host, 'sec-fetch-site': site } = headers;
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (!isForeignSite && (origin === undefined || isSameOrigin(origin, host ?? ''))) return;
  throw new AdminError(403, 'CROSS_ORIGIN', 'Requests from pages of other sites are refused.');
}

function isSameOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  // Parsed as well, so that a default port counts like none.
  return originHost !== '' && URL.canParse(own) && new URL(own).host === originHost;
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host.toLowerCase()}]` : host.toLowerCase();
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
