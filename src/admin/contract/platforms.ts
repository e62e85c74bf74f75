/** Platforms on the wire. `settings` has the names and forms of the configuration file. */

import { z } from 'zod';
import { origin, seenVersion, version } from './common.ts';

const seconds = z.number().positive();

/** What the configuration file may say of a platform; null clears a field. Checked as the file is. */
const settings = z
  .looseObject({
    base_url: z.string().nullish(),
    base_urls: z.record(z.string(), z.string()).nullish(),
    auth: z.enum(['key', 'passthrough']).nullish(),
    models: z.array(z.unknown()).nullish(),
    timeouts: z
      .looseObject({ connect: seconds.optional(), first_byte: seconds.optional(), idle: seconds.optional() })
      .nullish(),
    headers: z.record(z.string(), z.string()).nullish(),
    proxy: z.string().nullish(),
  })
  .describe('As in the configuration file. Values of headers, and the proxy, are never shown again');

const credential = z.strictObject({
  id: z.string().optional().describe('One that is there already, which keeps its key'),
  key: z.string().min(1).optional().describe('A new key; it is never shown again'),
  name: z.string().max(100).optional(),
  weight: z.number().min(0).max(1e6).nullish().describe('Null: none of its own'),
});

export const platformCreate = z.strictObject({
  id: z.string(),
  type: z.string(),
  enabled: z.boolean().optional(),
  position: z.int().min(0).optional(),
  settings: settings.optional(),
  credentials: z.array(credential).optional(),
});

export const platformPatch = z.strictObject({
  enabled: z.boolean().optional(),
  position: z.int().min(0).optional(),
  settings: settings.nullish(),
  credentials: z.array(credential).nullish().describe('The whole pool, in order; null removes all keys'),
  version: seenVersion,
});

const platformView = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  origin,
  enabled: z.boolean(),
  state: z.enum(['ready', 'disabled', 'needs_key', 'unknown_type', 'hidden_by_file']),
  position: z.int(),
  version,
  settings: z.record(z.string(), z.unknown()),
  credentials: z.array(z.object({ id: z.string(), name: z.string(), weight: z.number().nullable(), hint: z.string() })),
  protocols: z.array(z.object({ protocol: z.string(), address: z.string() })),
  models: z.array(z.string()),
});

const platformType = z.object({
  type: z.string(),
  name: z.string(),
  needsKey: z.boolean(),
  isLocal: z.boolean(),
  protocols: z.array(z.object({ protocol: z.string(), baseUrl: z.string().nullable() })),
});

export const platformsReply = z.object({
  version,
  platforms: z.array(platformView),
  types: z.array(platformType),
});

export const platformReply = z.object({
  version,
  platform: platformView,
  notes: z.array(z.string()).describe('What the change did beyond what was asked for'),
});

export const testRequest = z.strictObject({
  chat: z.boolean().optional().describe('Ask a model for one token too; it may cost a little'),
  model: z.string().optional().describe('Which one; without it the first of the platform'),
});

const testStep = z.object({
  ok: z.boolean(),
  url: z.string().describe('What was asked'),
  status: z.int().nullable().describe('HTTP status; null where no answer came'),
  milliseconds: z.number(),
  message: z.string().describe("What came; of a failure the platform's own words"),
  advice: z.string().nullable().describe('What to do'),
});

export const testReply = z.object({
  platform: z.string(),
  ok: z.boolean(),
  models: z.array(z.string()),
  list: testStep,
  chat: testStep.nullable(),
});

export const testsReply = z.object({ results: z.array(testReply) });

export type PlatformCreate = z.infer<typeof platformCreate>;
export type PlatformPatch = z.infer<typeof platformPatch>;
export type CredentialInput = z.infer<typeof credential>;
export type PlatformView = z.infer<typeof platformView>;
export type PlatformsReply = z.infer<typeof platformsReply>;
export type PlatformReply = z.infer<typeof platformReply>;
export type TestRequest = z.infer<typeof testRequest>;
export type TestStep = z.infer<typeof testStep>;
export type TestReply = z.infer<typeof testReply>;
export type TestsReply = z.infer<typeof testsReply>;
