import { hash, randomBytes } from 'node:crypto';

/** A new session token: 256 bits in base64url. Only the browser keeps it. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a session token, in hex: what is stored. The token is random, so it needs neither salt nor a slow hash. */
export function hashSessionToken(token: string): string {
  return hash('sha256', token);
}
