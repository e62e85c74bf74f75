import { systemCode } from '../lib/errors.ts';
import type { Target } from '../routing/plan.ts';
import { Fault } from '../turn/fault.ts';

// Codes of Node and undici for a platform that cannot be reached or went away, with what the user should be told.
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing is listening there (connection refused)'],
  ['ECONNRESET', 'the connection was reset'],
  ['EPIPE', 'the connection was closed'],
  ['ENOTFOUND', 'its host name cannot be resolved'],
  ['EAI_AGAIN', 'its host name cannot be resolved at the moment'],
  ['EHOSTUNREACH', 'its host cannot be reached'],
  ['ENETUNREACH', 'its network cannot be reached'],
  ['ETIMEDOUT', 'connecting took too long'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connecting took too long'],
  ['UND_ERR_SOCKET', 'the connection was closed'],
  ['EGRESS_REFUSED', 'the egress policy forbids its address'],
]);

// undici's words for a proxy that refuses, and for one that goes away (proxy-agent.js of undici 8).
const BY_PROXY = /^Proxy (response|Authentication Required|connection)/i;

/** What a broken connection means for the call. Never the client's fault. */
export function connectionFault(error: Error, target: Target): Fault {
  const code = systemCode(error) ?? '';
  const reason = REASONS.get(code);
  const name = target.upstream.id;
  if (BY_PROXY.test(error.message)) {
    return new Fault('unreachable', 502, `The platform ${name} failed: its proxy said: ${error.message}.`, { code });
  }
  if (reason !== undefined) return new Fault('unreachable', 502, `The platform ${name} failed: ${reason}.`, { code });
  return new Fault('broken_reply', 502, `The reply of the platform ${name} cannot be read: ${error.message}.`, {
    code,
  });
}
