import { header, type IncomingHeaders } from '../lib/headers.ts';
import { refName } from '../routing/catalog.ts';
import type { Loss } from '../turn/losses.ts';
import type { Call } from './call.ts';
import type { ReplyHeaders } from './client-reply.ts';
import type { Candidate } from './health.ts';

const NONE = 'none';

const MAX_LOSSES = 20;

const UNPRINTABLE = /[^\x20-\x7e]|%/u;

/** `x-redwolf-*`: what redwolf did with the call. `candidate`: the one that answers; undefined if none does. */
export function redwolfHeaders(call: Call, candidate: Candidate | undefined, attempts: number): ReplyHeaders {
  const decision = call.plan?.decision;
  return {
    'x-redwolf-call-id': call.id,
    'x-redwolf-model': candidate === undefined ? NONE : printable(refName(candidate.target)),
    'x-redwolf-scene': printable(decision?.scene ?? NONE),
    'x-redwolf-intent': decision?.intent ?? NONE,
    'x-redwolf-source': call.plan?.source ?? NONE,
    'x-redwolf-confidence': decision === undefined ? '1' : decision.confidence.toFixed(2),
    'x-redwolf-attempts': String(attempts),
  };
}

/** What the conversion could not carry over, as JSON; cut to what a header can hold. */
export function lossHeader(losses: readonly Loss[]): ReplyHeaders {
  return { 'x-redwolf-losses': printable(JSON.stringify(losses.slice(0, MAX_LOSSES))) };
}

/** Headers of an upstream's reply that a client of the same protocol gets. */
export function relayedHeaders(call: Call, candidate: Candidate, upstream: IncomingHeaders): Record<string, string> {
  if (candidate.target.channel.protocol !== call.codec.id) return {};
  const relayed: Record<string, string> = {};
  for (const name of Object.keys(upstream)) {
    const value = call.codec.isReplyHeader(name) ? header(upstream, name) : undefined;
    if (value !== undefined) relayed[name] = value;
  }
  return relayed;
}

/** Printable ASCII as it is, anything else percent-encoded UTF-8. Half a surrogate pair has no UTF-8: it becomes U+FFFD. */
function printable(text: string): string {
  return UNPRINTABLE.test(text) ? encodeURIComponent(text.toWellFormed()) : text;
}
