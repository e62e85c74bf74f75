/** Routing, settings and history on the wire. */

import { z } from 'zod';
import { seenVersion, version } from './common.ts';

const mode = z.enum(['claude_code', 'global_direct', 'smart_routing']);
const names = z.array(z.string());

const scene = z.strictObject({
  name: z.string(),
  description: z.string(),
  models: names.optional().describe('Best first; none: a model of the tier that the work needs'),
  examples: names.optional().describe('What users say of it'),
  keywords: names.optional(),
  paths: names.optional().describe('Globs of files, such as src/payment/**'),
  enabled: z.boolean().optional(),
});

const judge = z.strictObject({
  when: z
    .enum(['unsure', 'always'])
    .optional()
    .describe('Where the classifier is not sure, or for each turn of a user'),
  timeoutMs: z.int().min(50).max(60_000).optional(),
});

const risk = z
  .number()
  .min(0)
  .max(1)
  .describe('How likely a stronger model may be needed than the one chosen: 0 is all for quality, 1 all for cost');

export const routingPatch = z.strictObject({
  mode: mode.nullish(),
  modelPriorityList: names.nullish().describe('"platform:model" or a name that is unique, best first'),
  claudeCodePlatforms: names.nullish().describe('Ids, first one first'),
  scenes: z.array(scene).nullish().describe('All of them, in order; null: those that redwolf comes with'),
  routingModels: names.nullish().describe('Models that judge requests, first one first'),
  judge: judge.nullish(),
  risk: risk.nullish(),
  version: seenVersion,
});

export const routingReply = z.object({
  mode,
  modelPriorityList: names,
  claudeCodePlatforms: names.nullable().describe("null: all that speak Anthropic's protocol, in their order"),
  scenes: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      models: names,
      examples: names,
      keywords: names,
      paths: names,
      enabled: z.boolean(),
      tier: z
        .enum(['small', 'middle', 'coder', 'best'])
        .nullable()
        .describe('What its work needs; null where it is disabled'),
      intents: z.record(z.string(), z.number()).nullable().describe('What its words are taken for'),
      problem: z.string().nullable().describe('Why it cannot be told from others'),
    }),
  ),
  hasOwnScenes: z.boolean().describe('False: the scenes are those that redwolf comes with'),
  routingModels: names,
  judge: z.object({ when: z.enum(['unsure', 'always']), timeoutMs: z.int() }),
  risk,
  readOnly: z
    .array(z.enum(['mode', 'modelPriorityList', 'claudeCodePlatforms', 'scenes', 'routingModels', 'judge', 'risk']))
    .describe('What the file declares'),
  answers: names.describe('Who answers in this mode, in order: platform:model, or platform ids in claude_code'),
  warnings: z.array(z.string()),
  version,
});

const maxBodyMb = z.number().describe('Largest request of a client, in megabytes');
const modelRefreshHours = z
  .number()
  .describe('How often platforms without configured models are asked for theirs; 0: never');

const capture = z
  .enum(['off', 'metadata', 'full'])
  .describe('What is kept of calls: nothing, heads and sizes, or bodies too');
const redact = z.array(z.string()).describe('Regular expressions: what matches is not stored');
const retentionDays = z.number().describe('How long bodies are kept; 0: for ever');
const retentionGib = z.number().describe('How many gibibytes of bodies are kept on disk; 0: without a limit');
const retentionCallDays = z
  .number()
  .describe('How long the rows of calls are kept; 0: for ever. What they add up to stays');

const debug = z.boolean().describe('Whether the log says more; until redwolf ends, as it is not stored');

export const settingsPatch = z.strictObject({
  maxBodyMb: maxBodyMb.nullish(),
  modelRefreshHours: modelRefreshHours.nullish(),
  capture: capture.nullish(),
  redact: redact.nullish(),
  retentionDays: retentionDays.nullish(),
  retentionGib: retentionGib.nullish(),
  retentionCallDays: retentionCallDays.nullish(),
  debug: debug.optional(),
  version: seenVersion,
});

export const settingsReply = z.object({
  version,
  configFile: z.string().nullable(),
  maxBodyMb,
  modelRefreshHours,
  capture,
  redact,
  retentionDays,
  retentionGib,
  retentionCallDays,
  debug,
  readOnly: z
    .array(
      z.enum([
        'maxBodyMb',
        'modelRefreshHours',
        'capture',
        'redact',
        'retentionDays',
        'retentionGib',
        'retentionCallDays',
      ]),
    )
    .describe('What the file declares'),
  routing: routingReply,
});

const historyEntry = z.object({
  version,
  changedAt: z.number(),
  who: z.string(),
  what: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

export const historyReply = z.object({ version, changes: z.array(historyEntry) });

export const undoReply = z.object({
  version,
  what: z.string(),
  notes: z.array(z.string()).describe('What could not be brought back: keys are not kept'),
});

export type RoutingPatch = z.infer<typeof routingPatch>;
export type RoutingReply = z.infer<typeof routingReply>;
export type SettingsPatch = z.infer<typeof settingsPatch>;
export type SettingsReply = z.infer<typeof settingsReply>;
/** What is kept of them. */
export type StoredSettings = Omit<SettingsReply, 'debug'>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type HistoryReply = z.infer<typeof historyReply>;
export type UndoReply = z.infer<typeof undoReply>;
