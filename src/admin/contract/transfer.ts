/** A backup of the configuration, and what came of restoring it, on the wire. */

import { z } from 'zod';
import { version } from './common.ts';
import { facts } from './models.ts';

/** The last moment of JavaScript's calendar. */
const LATEST = 8.64e15;

const section = z.record(z.string(), z.json());

const platform = z.strictObject({
  id: z.string(),
  type: z.string(),
  enabled: z.boolean(),
  position: z.int().min(0),
  settings: section.describe('Values of headers and passwords of proxies are not in it'),
  credentials: z
    .array(z.strictObject({ id: z.string(), name: z.string(), weight: z.number().min(0).max(1e6).optional() }))
    .describe('Without their keys'),
});

const model = z.strictObject({
  platform: z.string().regex(/^[^:\s]+$/),
  id: z.string().min(1).max(256),
  enabled: z.boolean(),
  overrides: facts.strict(),
});

export const backupFile = z.strictObject({
  kind: z.literal('redwolf-configuration').describe('Tells such a file from others'),
  format: z.literal(1),
  redwolf: z.string().describe('The version that wrote it'),
  createdAt: z.int().min(0).max(LATEST),
  platforms: z.array(platform).max(1_000),
  models: z.array(model).max(20_000).describe('Those of which something was said'),
  routing: section,
  settings: z.strictObject({
    limits: section.optional(),
    models: section.optional(),
    capture: z.json().optional(),
    redact: z.json().optional(),
    retention: section.optional(),
  }),
});

export const restoreQuery = z.object({
  dry_run: z.enum(['true', 'false']).optional().describe('Says what would change, and changes nothing'),
});

const RESTORE_PARTS = ['platforms', 'models', 'routing', 'settings'] as const;

const line = z.object({
  part: z.enum(RESTORE_PARTS),
  name: z.string().describe('Empty for routing and settings'),
  change: z.enum(['added', 'changed', 'removed', 'skipped']),
});

export const restoreReply = z.object({
  dryRun: z.boolean(),
  version,
  lines: z.array(line),
  same: z.int().describe('How many parts are as in the file already'),
  notes: z.array(z.string()).describe('What could not be brought back, such as keys'),
});

export type Backup = z.infer<typeof backupFile>;
export type RestoreLine = z.infer<typeof line>;
export type RestoreReply = z.infer<typeof restoreReply>;
