/** Models on the wire. */

import { z } from 'zod';
import { origin, seenVersion, version } from './common.ts';

const tokens = z.int().min(1).max(1e9);

/** US dollars per million tokens. */
const price = z.object({
  input: z.number().nullable(),
  output: z.number().nullable(),
  cacheRead: z.number().nullable(),
  cacheWrite: z.number().nullable(),
});

/** What can be said of a model: by its platform, and by the user in its place. */
export const facts = z.object({
  displayName: z.string().min(1).max(200).optional(),
  contextWindow: tokens.optional(),
  maxOutputTokens: tokens.optional(),
  tools: z.boolean().optional(),
  vision: z.boolean().optional(),
  thinking: z.boolean().optional(),
  textTools: z.boolean().optional().describe('Tools are described to it as text, for a model that knows none'),
  priceSource: z.string().min(1).max(200).optional(),
  price: price.optional(),
});

const modelChange = z.strictObject({
  platform: z.string(),
  id: z.string(),
  enabled: z.boolean().optional(),
  displayName: facts.shape.displayName.nullable(),
  contextWindow: facts.shape.contextWindow.nullable(),
  maxOutputTokens: facts.shape.maxOutputTokens.nullable(),
  tools: facts.shape.tools.nullable(),
  vision: facts.shape.vision.nullable(),
  thinking: facts.shape.thinking.nullable(),
  textTools: facts.shape.textTools.nullable(),
  priceSource: facts.shape.priceSource.nullable(),
  price: facts.shape.price.nullable(),
});

export const modelsPatch = z.strictObject({
  models: z.array(modelChange).min(1).max(10_000).describe('A field that is null goes back to what the platform says'),
  version: seenVersion,
});

const modelView = z.object({
  platform: z.string(),
  id: z.string(),
  origin,
  enabled: z.boolean(),
  effective: facts.describe('What holds'),
  reported: facts.describe('What the platform says'),
  overrides: facts.describe('What the user says instead'),
  listedAt: z.number().nullable().describe('When the platform listed it last; null if it never did'),
  vanishedAt: z.number().nullable().describe('Since when the platform lists it no more'),
  version,
});

export const modelsReply = z.object({ version, models: z.array(modelView) });

export const modelsPatchReply = modelsReply.extend({
  notes: z.array(z.string()).describe('What is probably not meant, such as a price that is far too high'),
});

export const refreshRequest = z.strictObject({
  platforms: z.array(z.string()).optional().describe('Ids; without it every enabled platform'),
});

const refreshResult = z.object({
  platform: z.string(),
  ok: z.boolean(),
  listed: z.int().describe('How many the platform lists'),
  added: z.array(z.string()),
  vanished: z.array(z.string()),
  milliseconds: z.number(),
  reason: z.string().nullable().describe('Why it failed, and what to do'),
});

export const refreshReply = z.object({ results: z.array(refreshResult) });

export type ModelFacts = z.infer<typeof facts>;
export type ModelPrice = z.infer<typeof price>;
export type ModelChange = z.infer<typeof modelChange>;
export type ModelsPatch = z.infer<typeof modelsPatch>;
export type ModelView = z.infer<typeof modelView>;
export type ModelsReply = z.infer<typeof modelsReply>;
export type ModelsPatchReply = z.infer<typeof modelsPatchReply>;
export type RefreshRequest = z.infer<typeof refreshRequest>;
export type RefreshResult = z.infer<typeof refreshResult>;
export type RefreshReply = z.infer<typeof refreshReply>;
