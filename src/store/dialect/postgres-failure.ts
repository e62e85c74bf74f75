import { messageOf, systemCode } from '../../lib/errors.ts';
import type { Secret } from '../../lib/secret.ts';
import type { FailureDetails, FailureReason } from '../worker-messages.ts';

/** By SQLSTATE (PostgreSQL documentation, appendix A); the first two letters are a class. */
const REASONS: Readonly<Record<string, FailureReason>> = {
  '08': 'unreachable', // connection exception
  '23502': 'constraint', // not null
  '23505': 'unique',
  '23514': 'constraint', // check
  '28': 'refused', // invalid authorization
  '3D000': 'refused', // no such database
  '40001': 'busy', // serialization failure
  '40P01': 'busy', // deadlock
  '42710': 'unique', // duplicate object, such as the type of a table that another process makes
  '42P07': 'unique', // duplicate table
  '53100': 'full', // disk full
  '53300': 'unreachable', // too many connections
  '55P03': 'busy', // lock not available
  '57P01': 'unreachable', // shut down by the administrator
  '57P02': 'unreachable', // crashed
  '57P03': 'unreachable', // starts up or shuts down
};

// The driver's own words where a connection ends without an error of the server.
const CONNECTION_TEXTS =
  /connection terminated|timeout exceeded when trying to connect|connection error|query read timeout|client was closed/i;

/** What a failure of the driver means. */
export function describePostgresFailure(error: unknown): FailureDetails {
  return { reason: reasonOf(error), text: textOf(error) };
}

function reasonOf(error: unknown): FailureReason {
  const code = systemCode(error) ?? '';
  const known = REASONS[code] ?? REASONS[code.slice(0, 2)];
  if (known !== undefined) return known;
  // Codes of the system, such as ECONNREFUSED, and of name servers, such as ENOTFOUND.
  const isOfNetwork = /^E[A-Z_]{3,}$/.test(code) || CONNECTION_TEXTS.test(messageOf(error));
  return isOfNetwork ? 'unreachable' : 'other';
}

/** Of a name with several addresses each has its own failure, and the whole has no words. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return messageOf(error);
}

/** The address of a database without its password and parameters, for messages. */
export function whereOf(url: Secret): string {
  if (!URL.canParse(url.reveal())) return 'of database.url';
  const { protocol, username, host, pathname } = new URL(url.reveal());
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
