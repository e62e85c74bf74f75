/** Sums of calls, and their sessions, on the wire. Times are UTC in milliseconds since 1970. */

import { z } from 'zod';

export const USAGE_GROUPS = ['hour', 'day', 'key', 'user', 'platform', 'model', 'scene', 'purpose'] as const;

const count = z.int();

const sums = {
  calls: count,
  errors: count,
  aborted: count.describe('Calls whose client left before the end'),
  unpriced: count.describe('Calls whose model has no known price; they add nothing to usd'),
  inputTokens: count.describe('Neither read from a cache nor written to one'),
  cacheReadTokens: count,
  cacheWrite5mTokens: count,
  cacheWrite1hTokens: count,
  outputTokens: count,
  reasoningTokens: count.describe('A part of outputTokens'),
  usd: z.number(),
  compared: count.describe('Calls that can be compared with the baseline'),
  baselineUsd: z.number().describe('What these would have cost on it'),
  savedUsd: z.number().describe('The difference to what these did cost'),
};

const group = z.partialRecord(z.enum(USAGE_GROUPS), z.string());

export const usageReply = z.object({
  from: z.number().describe('The beginning of an hour'),
  until: z.number().describe('The end of an hour, exclusive'),
  total: z.object(sums),
  rows: z
    .array(z.object({ group: group.describe('An hour is 2027-01-31T05:00Z, a day 2027-01-31; "" is none'), ...sums }))
    .describe('In the order of the groups'),
});

const session = {
  session: z.string(),
  key: z.string(),
  user: z.string().nullable(),
  firstAt: z.number(),
  lastAt: z.number(),
  ...sums,
};

export const callSessionsReply = z.object({
  sessions: z.array(z.object(session)).describe('The one that was active last comes first'),
  next: z.string().nullable().describe('Goes into "after" for the next page'),
});

export const callSessionReply = z.object({
  session: z.object(session),
  parts: z
    .array(
      z.object({
        purpose: z.string(),
        agent: z.string().nullable().describe('A subagent'),
        platform: z.string().nullable(),
        model: z.string().nullable(),
        scene: z.string().nullable(),
        firstAt: z.number(),
        lastAt: z.number(),
        ...sums,
      }),
    )
    .describe('What it was spent for'),
  calls: z
    .array(
      z.object({
        id: z.string(),
        startedAt: z.number(),
        purpose: z.string(),
        agent: z.string().nullable(),
        platform: z.string().nullable(),
        model: z.string().nullable(),
        scene: z.string().nullable(),
        outcome: z.enum(['ok', 'error', 'aborted']),
        contextTokens: count.describe('All that the model read: fresh, and of the cache'),
        cacheReadTokens: count,
        outputTokens: count,
        usd: z.number().nullable(),
        totalMs: z.number(),
      }),
    )
    .describe('Oldest first; how the context grew'),
  next: z.string().nullable().describe('Goes into "after" for the next page of calls'),
});

export type UsageGroupName = (typeof USAGE_GROUPS)[number];
export type UsageReply = z.infer<typeof usageReply>;
export type UsageSumsView = UsageReply['total'];
export type CallSessionsReply = z.infer<typeof callSessionsReply>;
export type CallSessionReply = z.infer<typeof callSessionReply>;
