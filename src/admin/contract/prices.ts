/** Prices and what comes of them, on the wire. */

import { z } from 'zod';

const rates = {
  input: z.number().nullable().describe('Per million tokens, in the currency'),
  output: z.number().nullable(),
  cacheRead: z.number().nullable(),
  cacheWrite: z.number().nullable().describe('For a cache of five minutes'),
  cacheWrite1h: z.number().nullable().optional().describe('For a cache of an hour'),
};

const price = z.object({
  currency: z.enum(['USD', 'CNY']),
  ...rates,
  tiers: z
    .array(z.object({ above: z.int().describe('Tokens of input above which it holds for the whole call'), ...rates }))
    .optional(),
  peak: z
    .object({ factor: z.number(), weekdays: z.array(z.int()), hours: z.array(z.tuple([z.number(), z.number()])) })
    .optional()
    .describe('When everything costs more, in UTC'),
});

const priceView = z.object({
  platform: z.string(),
  model: z.string(),
  price: price.nullable().describe('null: unpriced'),
  source: z.string().nullable().describe('file, admin, local, table, genai-prices, or the platform whose list it is'),
  id: z.string().nullable().describe('What stands in the rows of calls that are counted by it'),
  from: z.string().nullable().describe('Where it was read'),
  date: z.string().nullable().describe('The day on which it was read there, or from which it holds'),
});

export const pricesReply = z.object({
  cnyPerUsd: z.number().describe('For budgets and display; a cost stays in its own currency'),
  baseline: z.string().describe('What calls are compared with'),
  prices: z.array(priceView),
});

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

export const rerateRequest = z.strictObject({
  since: time.optional().describe('Only calls that began then or later'),
});

export const rerateReply = z.object({
  calls: z.int().describe('Calls that were looked at'),
  changed: z.int().describe('Calls that cost something else now'),
  unpriced: z.int().describe('Calls whose model has no known price'),
  usdBefore: z.number(),
  usdAfter: z.number(),
});

const savedSums = {
  calls: z.int().describe('Calls that both prices are known of; only these are in the sums'),
  unpriced: z.int().describe('Calls that are left out, as no price is known'),
  usd: z.number(),
  baselineUsd: z
    .number()
    .describe('What the same tokens would have cost on the baseline, cached ones at its cached price'),
  savedUsd: z.number(),
};

export const savedReply = z.object({
  from: z.number(),
  until: z.number(),
  baseline: z.object({ model: z.string(), id: z.string().nullable().describe('Its price; null: not known') }),
  total: z.object(savedSums),
  groups: z.array(z.object({ group: z.string(), ...savedSums })),
});

export type PriceView = z.infer<typeof priceView>;
export type PricesReply = z.infer<typeof pricesReply>;
export type RerateReply = z.infer<typeof rerateReply>;
export type SavedReply = z.infer<typeof savedReply>;
