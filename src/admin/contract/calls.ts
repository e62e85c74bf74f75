/** Calls on the wire. Times are UTC in milliseconds since 1970; beside them ISO 8601 with its zone. */

import { z } from 'zod';

const CALL_SORTS = ['newest', 'oldest', 'cost', 'duration', 'tokens'] as const;

const value = z.string().max(500);
const values = z.array(value).max(100).optional();
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'a day, such as 2027-01-31, or a time with its zone, such as 2027-01-31T18:00:00Z',
  })
  .optional();
const limit = z
  .string()
  .regex(/^\d{1,4}$/, 'a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(200));

/** Which calls. Each list may be given several times: one of its values is enough. */
const callFilterQuery = {
  from: time.describe('A day of UTC, or a time with its zone'),
  until: time.describe('Exclusive; a day belongs to it'),
  key: values.describe('Ids of client keys'),
  user: values.describe('Ids of users whose keys they were at the time'),
  model: values,
  platform: values,
  scene: values,
  purpose: values.describe('main, continuation, title, compaction, …'),
  agent: values.describe('Ids of subagents'),
  session: values,
  text: z
    .string()
    .max(1_000)
    .optional()
    .describe(
      'What the user said or the model answered: all of these words, the last one may be begun; "in quotes" as it stands',
    ),
  outcome: z.array(z.enum(['ok', 'error', 'aborted'])).optional(),
  status: z
    .string()
    .regex(/^[1-5](\d\d|xx)$/, 'a status, such as 429, or a class, such as 4xx')
    .optional()
    .describe('A status, such as 429, or a class, such as 4xx'),
};

export const callsQuery = z.strictObject({
  ...callFilterQuery,
  sort: z
    .enum(CALL_SORTS)
    .optional()
    .describe('cost, duration and tokens: the largest first, of up to 10000 calls; else 422 SORT_TOO_WIDE'),
  limit: limit.optional().describe('50 without it'),
  after: value.optional().describe('What "next" of the page before said'),
});

export const exportQuery = z.strictObject({
  ...callFilterQuery,
  format: z
    .enum(['jsonl', 'csv'])
    .describe('CSV is for spreadsheets too: with a byte order mark, and without formulas'),
  sort: z.enum(['oldest', 'newest']).optional(),
  bodies: z.enum(['true', 'false']).optional().describe('What is kept of the four stages too; jsonl only'),
});

export const countQuery = z.strictObject(callFilterQuery);

export const countReply = z.object({
  calls: z.int(),
  until: z.string().describe('Calls that began before then were counted'),
});

export const deleteQuery = z.strictObject({
  ...callFilterQuery,
  confirm: z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(0))
    .optional()
    .describe(
      'How many calls that are; 409 CONFIRM_COUNT with the number, and the "until" that it holds for, if they are others',
    ),
});

export const deletedReply = z.object({
  deleted: z.int(),
  kept: z.int().describe('Rows that stay, without what was said, as a budget counts by them'),
});

export const liveQuery = z.strictObject({
  last: value.optional().describe('Id of the event that was heard last, where Last-Event-ID cannot be sent'),
});

export const curlQuery = z.strictObject({
  to: z.enum(['redwolf', 'platform']).describe('Who gets it: as the client sent it, or as the platform got it'),
  attempt: z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int())
    .optional()
    .describe('Which attempt at a platform, from 0; the last one without it'),
});

const attempt = z.looseObject({
  platform: z.string(),
  model: z.string(),
  status: z.int().nullable().describe('null: no reply came'),
  fault: z.string().optional().describe('Absent where it went well'),
  message: z.string().optional(),
  ms: z.number(),
});

const usd = z.number().nullable();

const callView = z.object({
  id: z.string(),
  startedAt: z.number(),
  startedAtIso: z.string(),
  endedAt: z.number(),
  endedAtIso: z.string(),
  keyId: z.string(),
  keyName: z.string(),
  userId: z.string().nullable().describe('Whose key it was at the time'),
  endpoint: z.string(),
  clientProtocol: z.string(),
  platformProtocol: z.string().nullable(),
  mode: z.string(),
  source: z.string().describe('What decided: pin, priority-list, …'),
  scene: z.string().nullable(),
  intent: z.string().nullable(),
  confidence: z.number().nullable().describe('0 to 1'),
  decision: z.unknown().describe('How it was decided; null where there was nothing to decide'),
  session: z.string().nullable(),
  sessionSource: z.string().nullable().describe('What told the session: header, metadata, hash'),
  agent: z.string().nullable(),
  purpose: z.string(),
  requestedModel: z.string(),
  platform: z.string().nullable(),
  model: z.string().nullable(),
  isStream: z.boolean(),
  outcome: z.enum(['ok', 'error', 'aborted']),
  status: z.int(),
  errorKind: z.string().nullable(),
  errorMessage: z.string().nullable(),
  plan: z.array(z.string()).describe('Targets in order'),
  attempts: z.array(attempt),
  losses: z.array(z.object({ path: z.string(), why: z.string() })),
  inputTokens: z.int().describe('Neither read from a cache nor written to one'),
  cacheReadTokens: z.int(),
  cacheWrite5mTokens: z.int(),
  cacheWrite1hTokens: z.int(),
  outputTokens: z.int(),
  reasoningTokens: z.int().describe('A part of outputTokens'),
  usageSource: z.enum(['reported', 'estimated', 'none']),
  usd: usd.describe('null: no price is known'),
  cost: z.number().nullable().describe('In the currency of the price'),
  costCurrency: z.string().nullable(),
  priceSource: z.string().nullable(),
  priceId: z.string().nullable(),
  baselineUsd: usd.describe('What the same would have cost on the baseline'),
  savedUsd: usd,
  queueMs: z.number(),
  firstByteMs: z.number().nullable(),
  totalMs: z.number(),
  requestBytes: z.number(),
  replyBytes: z.number(),
  words: z
    .string()
    .nullable()
    .describe('The beginning of what the user said in it; null where nothing is known of that'),
});

export const callsReply = z.object({
  calls: z.array(callView),
  next: z
    .string()
    .nullable()
    .describe(
      'Goes into "after" for the next page; null: there is none. A page may be short, or empty, and have a next',
    ),
});

const head = z.object({
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()).describe('Those that cannot hold a secret'),
});

const stage = z.object({
  stage: z.enum(['request', 'sent', 'raw', 'reply']),
  attempt: z.int().describe('Which attempt it belongs to, from 0'),
  head,
  bytes: z.int().describe('Length of the body as it passed'),
  keptBytes: z.int().nullable().describe('Length of what is kept; null where nothing is'),
});

export const callReply = z.object({ call: callView, stages: z.array(stage) });

export type CallView = z.infer<typeof callView>;
export type CountReply = z.infer<typeof countReply>;
export type DeletedReply = z.infer<typeof deletedReply>;
export type CallReply = z.infer<typeof callReply>;
export type CallsQuery = z.infer<typeof callsQuery>;
export type CallsReply = z.infer<typeof callsReply>;
