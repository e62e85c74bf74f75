import { header, type IncomingHeaders } from '../lib/headers.ts';
import type { KeyId } from '../lib/ids.ts';
import { Secret } from '../lib/secret.ts';
import { Fault } from '../turn/fault.ts';
import type { Identity } from './call.ts';
import type { FoundKey } from './key-ring.ts';

/** Knows the client keys, also those that are closed. */
export interface KeyFinder {
  find(key: string): FoundKey | undefined;
}

export interface AuthenticateOptions {
  readonly keys: KeyFinder;
  /** Some platform takes the client's own credential, and redwolf is bound to loopback. */
  readonly allowsAnonymous: boolean;
  /** UTC milliseconds. */
  readonly now: number;
}

const ANONYMOUS = 'anonymous' as KeyId;

// Where clients put their key: Claude Code and OpenAI's SDK, Anthropic's SDK, the original redwolf and Azure's SDK.
const CREDENTIAL_HEADERS = ['authorization', 'x-api-key', 'api-key'];

// What redwolf makes, and what the original made. One that is unknown may be deleted, or younger than what was last read.
const MADE_HERE = /^(?:rw-[A-Za-z0-9_-]{43}|lxs_[A-Za-z0-9_-]{32})$/;

/**
 * Finds out who asks. A key in `x-redwolf-key` leaves the other headers to the client's own credential for a
 * passthrough platform; without it redwolf's key is looked for in the usual headers.
 *
 * @throws Fault authentication, which tells a closed key from an unknown one: whoever has the secret may know
 */
export function authenticate(headers: IncomingHeaders, options: AuthenticateOptions): Identity {
  const { keys, allowsAnonymous, now } = options;
  const own = header(headers, 'x-redwolf-key');
  if (own !== undefined) {
    const found = keys.find(own);
    if (found === undefined) throw unauthorized('The key in x-redwolf-key is not known to this gateway.');
    return { ...identityOf(found, now), ...credentialOf(headers, keys) };
  }
  for (const name of CREDENTIAL_HEADERS) {
    const value = credentialValue(headers, name);
    const found = value === undefined ? undefined : keys.find(value);
    if (found !== undefined) return identityOf(found, now);
  }
  if (CREDENTIAL_HEADERS.every((name) => credentialValue(headers, name) === undefined))
    throw unauthorized('No API key was sent. Send a redwolf key as Authorization: Bearer or x-api-key.');
  const foreign = credentialOf(headers, keys);
  if (foreign.credential === undefined || !allowsAnonymous)
    throw unauthorized('The API key is not known to this gateway.');
  return { keyId: ANONYMOUS, keyName: ANONYMOUS, isAnonymous: true, ...foreign };
}

/** True for who comes as a client, with whatever key. */
export function sendsCredential(headers: IncomingHeaders): boolean {
  return ['x-redwolf-key', ...CREDENTIAL_HEADERS].some((name) => header(headers, name) !== undefined);
}

/** @throws Fault authentication for a key that is closed */
function identityOf({ key, until }: FoundKey, now: number): Identity {
  const { id, name, isEnabled, expiresAt } = key.record;
  if (!isEnabled) throw unauthorized(`The key "${name}" is disabled. Ask the administrator of this gateway.`);
  if (expiresAt !== null && expiresAt <= now)
    throw unauthorized(`The key "${name}" expired at ${new Date(expiresAt).toISOString()}. Ask for a new one.`);
  if (until <= now) throw unauthorized(`The key "${name}" was replaced by a new one. Use that.`);
  return { keyId: id, keyName: name, isAnonymous: false, key };
}

/** The client's own credential, as it came. A key of redwolf itself is none: it must never leave. */
function credentialOf(headers: IncomingHeaders, keys: KeyFinder): Pick<Identity, 'credential'> {
  for (const name of CREDENTIAL_HEADERS) {
    const value = credentialValue(headers, name);
    const raw = header(headers, name);
    if (value === undefined || raw === undefined) continue;
    if (MADE_HERE.test(value) || keys.find(value) !== undefined) continue;
    return { credential: { header: name, value: new Secret(raw) } };
  }
  return {};
}

function credentialValue(headers: IncomingHeaders, name: string): string | undefined {
  const value = header(headers, name);
  if (value === undefined || value === '') return undefined;
  if (name !== 'authorization') return value;
  return /^bearer +(\S+) *$/i.exec(value)?.[1];
}

function unauthorized(message: string): Fault {
  // The key will not become right by trying again.
  return new Fault('authentication', 401, message, { shouldRetry: false });
}
