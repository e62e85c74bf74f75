/** A call as a command line: `/api/calls/:id/curl`. */

import type { KeptStage } from '../records/ports.ts';
import { findCall, keptBody } from './call.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { curlQuery } from './contract/calls.ts';
import { curlCommand, type SecretPlace } from './curl.ts';
import { AdminError } from './errors.ts';
import type { PlatformAddress } from './ports.ts';
import { readQuery } from './read-query.ts';
import { hasRole } from './route.ts';

const CLIENT_KEY: SecretPlace = { before: '', variable: 'REDWOLF_KEY', hint: 'set it to a client key of redwolf' };
/** Of the message as it was sent, not of what it says; curl makes its own. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'content-encoding', 'transfer-encoding', 'date']);

/**
 * `?to=redwolf`: the request as the client sent it; `?to=platform`, for administrators: as a platform got it, `&attempt=0…`
 * chooses one. Without secrets: the shell takes them from variables.
 */
export async function showCurl(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { to, attempt } = readQuery(context, curlQuery);
  const row = await findCall(context, parts);
  if (to === 'redwolf') {
    const { kept, body } = await keptBody(parts, row.id, 'request', 0);
    const url = originOf(context, parts) + (kept.head.path ?? '');
    return context.text(command(url, kept, { 'x-api-key': CLIENT_KEY }, body));
  }
  if (!hasRole(context.var.user.role, 'admin')) {
    throw new AdminError(403, 'FORBIDDEN', 'This needs the role "admin": platforms and their keys are theirs.');
  }
  const { kept, body } = await keptBody(parts, row.id, 'sent', attempt);
  const attempts: readonly { readonly platform?: string }[] = JSON.parse(row.attempts);
  const platform = attempts[kept.attempt]?.platform ?? row.platform ?? '';
  const address = parts.platformAddress(platform, kept.head.path ?? '');
  if (address === undefined) {
    const message = `The platform "${platform}" is not configured any more, or has another address now.`;
    throw new AdminError(409, 'PLATFORM_CHANGED', message);
  }
  return context.text(command(address.origin + (kept.head.path ?? ''), kept, secretsOf(address), body));
}

function command(
  url: string,
  { head }: KeptStage,
  secrets: Readonly<Record<string, SecretPlace>>,
  body: Buffer,
): string {
  const headers = Object.fromEntries(
    Object.entries(head.headers).filter(([name]) => !FRAMING.has(name) && !(name in secrets)),
  );
  return curlCommand({ method: head.method ?? 'POST', url, headers, secrets, body });
}

/** How this browser reached redwolf. */
function originOf({ var: { origin } }: AdminContext, { site }: AdminParts): string {
  return site.publicUrl?.replace(/\/+$/, '') ?? `${origin.isSecure ? 'https' : 'http'}://${origin.host}`;
}

function secretsOf({ auth, headers }: PlatformAddress): Record<string, SecretPlace> {
  const key = { variable: 'PLATFORM_KEY', hint: 'set it to a key of the platform' };
  const places = headers.map((name): [string, SecretPlace] => {
    const variable = `HEADER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    return [name, { before: '', variable, hint: `set it to what the configuration says of ${name}` }];
  });
  const own =
    auth === 'bearer' ? { authorization: { ...key, before: 'Bearer ' } } : { [auth ?? '']: { ...key, before: '' } };
  return { ...Object.fromEntries(places), ...(auth === null ? {} : own) };
}
