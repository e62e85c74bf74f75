import { Secret } from '../lib/secret.ts';
import type { DeclaredKey } from './config.ts';
import type { KeyBudget, KeyLimits, KeyPolicy } from './key-policy.ts';
import type { KeyEntry, PolicyEntry } from './schema.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A client key of the file in our form. */
export function toKey(entry: KeyEntry): DeclaredKey {
  const { name, key, owner, expires, enabled } = entry;
  return {
    name,
    key: new Secret(key),
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expiresAt: toTime(expires) }),
    isEnabled: enabled ?? true,
    policy: toPolicy(entry),
  };
}

/** A day means its end: who writes down the 31st expects the key to work on the 31st. */
function toTime(text: string): number {
  const time = Date.parse(text);
  return text.includes('T') ? time : time + DAY_MS;
}

/** What a key may do, in our form. */
export function toPolicy({ models, platforms, modes, scenes, limits, budget, capture }: PolicyEntry): KeyPolicy {
  return {
    ...(models !== undefined && { models }),
    ...(platforms !== undefined && { platforms }),
    ...(modes !== undefined && { modes }),
    ...(scenes !== undefined && { scenes }),
    ...(limits !== undefined && { limits: toLimits(limits) }),
    ...(budget !== undefined && { budget: toBudget(budget) }),
    ...(capture !== undefined && { capture }),
  };
}

function toLimits(entry: NonNullable<PolicyEntry['limits']>): KeyLimits {
  const { requests_per_minute, tokens_per_minute, parallel } = entry;
  return {
    ...(requests_per_minute !== undefined && { requestsPerMinute: requests_per_minute }),
    ...(tokens_per_minute !== undefined && { tokensPerMinute: tokens_per_minute }),
    ...(parallel !== undefined && { parallel }),
  };
}

function toBudget(entry: NonNullable<PolicyEntry['budget']>): KeyBudget {
  return {
    ...(entry.tokens_per_day !== undefined && { tokensPerDay: entry.tokens_per_day }),
    ...(entry.tokens_per_month !== undefined && { tokensPerMonth: entry.tokens_per_month }),
    ...(entry.tokens_total !== undefined && { tokensTotal: entry.tokens_total }),
    ...(entry.usd_per_day !== undefined && { usdPerDay: entry.usd_per_day }),
    ...(entry.usd_per_month !== undefined && { usdPerMonth: entry.usd_per_month }),
    ...(entry.usd_total !== undefined && { usdTotal: entry.usd_total }),
  };
}
