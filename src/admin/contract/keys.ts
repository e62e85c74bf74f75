/** Client keys on the wire. Times are UTC in milliseconds since 1970. */

import { z } from 'zod';

const name = z.string().describe('1 to 100 characters, and no blanks at the ends');
const names = z.array(z.string().min(1).max(300)).max(1_000);
const mode = z.enum(['claude_code', 'global_direct', 'smart_routing']);
const count = z.int().min(1);
const dollars = z.number().min(0).max(1e9);
const capture = z.enum(['off', 'metadata', 'full']);
const version = z.int().min(1).describe('Grows by one with each change of the key');
const seenVersion = version.optional().describe('The version that was read; 409 STALE_VERSION if it is no more');

const limits = z.strictObject({
  requestsPerMinute: count.nullish(),
  tokensPerMinute: count.nullish(),
  parallel: count.nullish().describe('Calls that run at the same time'),
});

/** Days and months are those of UTC. */
const budget = z.strictObject({
  tokensPerDay: count.nullish(),
  tokensPerMonth: count.nullish(),
  tokensTotal: count.nullish(),
  usdPerDay: dollars.nullish(),
  usdPerMonth: dollars.nullish(),
  usdTotal: dollars.nullish(),
});

const settings = {
  owner: z.string().min(1).max(100).nullish().describe('Id of a user'),
  expiresAt: z.int().min(0).nullish(),
  enabled: z.boolean().optional(),
  models: names.nullish().describe('platform:model or a model; a * at the end stands for any rest. null: all'),
  platforms: names.nullish().describe('null: all'),
  modes: z.array(mode).nullish().describe('null: all'),
  scenes: names.nullish().describe('Names of scenes of smart routing. null: all'),
  limits: limits.nullish(),
  budget: budget.nullish(),
  capture: capture.nullish().describe('What is kept of its calls; nothing of their bodies is so far'),
};

export const keyCreate = z.strictObject({ name, ...settings });

export const keyPatch = z
  .strictObject({ name: name.optional(), ...settings, version: seenVersion })
  .describe('What is absent stays; null takes a restriction away, also a single one of limits or budget');

export const keyRotate = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(366 * 24 * 60 * 60)
    .optional()
    .describe('How long the old secret stays good; without it a day, 0 is not at all'),
  version: seenVersion,
});

const keyView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('The first characters of the secret'),
  origin: z.enum(['file', 'stored']).describe('Keys of the configuration file are read-only'),
  state: z.enum(['active', 'disabled', 'expired']),
  enabled: z.boolean(),
  owner: z.string().nullable(),
  expiresAt: z.number().nullable(),
  createdAt: z.number(),
  models: names.nullable(),
  platforms: names.nullable(),
  modes: names.nullable(),
  scenes: names.nullable(),
  limits,
  budget,
  capture: capture.nullable(),
  previousUntil: z.number().nullable().describe('How long the secret before the last rotation is good'),
  resetAt: z.number().nullable().describe('Budgets count from then on'),
  version,
});

export const keysReply = z.object({ keys: z.array(keyView) });
export const keyReply = z.object({ key: keyView });
export const secretReply = z.object({ key: keyView, secret: z.string().describe('It is never shown again') });

export const keyUsageReply = z.object({
  budget: z.array(
    z.object({
      period: z.enum(['day', 'month', 'total']),
      unit: z.enum(['tokens', 'usd']),
      limit: z.number(),
      spent: z.number(),
      reserved: z.number().describe('By calls that are running: the most that they can use'),
      resetsAt: z.number().nullable().describe('null: by hand'),
    }),
  ),
  running: z.int().describe('Calls that are running'),
  minute: z.object({ requests: z.int(), tokens: z.int() }).describe('Counted in the running minute, where limited'),
});

const sums = {
  calls: z.int(),
  inputTokens: z.int().describe('Those read from and written to a cache too'),
  outputTokens: z.int(),
  usd: z.number(),
  unpriced: z.int().describe('Calls of models whose price is not known'),
};

export const keyStatisticsReply = z.object({
  from: z.number(),
  until: z.number(),
  summary: z.object(sums),
  byModel: z.array(z.object({ model: z.string(), ...sums })),
  byPlatform: z.array(z.object({ platform: z.string(), ...sums })),
  byDay: z.array(z.object({ day: z.string().describe('In UTC, such as 2027-01-31'), ...sums })),
});

export const keysOverviewReply = z.object({
  from: z.number(),
  until: z.number(),
  keys: z.array(z.object({ id: z.string(), name: z.string(), ...sums })),
});

export type KeyCreate = z.infer<typeof keyCreate>;
export type KeyPatch = z.infer<typeof keyPatch>;
export type KeyRotate = z.infer<typeof keyRotate>;
export type KeyView = z.infer<typeof keyView>;
export type KeysReply = z.infer<typeof keysReply>;
export type KeyReply = z.infer<typeof keyReply>;
export type SecretReply = z.infer<typeof secretReply>;
export type KeyUsageReply = z.infer<typeof keyUsageReply>;
export type KeyStatisticsReply = z.infer<typeof keyStatisticsReply>;
export type KeysOverviewReply = z.infer<typeof keysOverviewReply>;
