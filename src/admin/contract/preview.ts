/** What smart routing would decide of a request, on the wire. */

import { z } from 'zod';

/** What a user may want, as the classifier knows it. */
export const INTENTS = [
  'chat',
  'continue',
  'create',
  'data',
  'docs',
  'explain',
  'modify',
  'ops',
  'plan',
  'side',
] as const;

const SOURCES = [
  'pin',
  'tool-loop',
  'side-call',
  'compaction',
  'scene-pin',
  'plan-mode',
  'acknowledgement',
  'classifier',
  'judge',
  'default',
] as const;

const share = z.number().min(0).max(1);

/** For the OpenAPI document: what reads it is src/gateway/preview.ts. */
export const previewRequest = z
  .object({
    text: z.string().optional().describe('Stands for one message of the user'),
    messages: z.array(z.unknown()).optional().describe("As in Anthropic's Messages API"),
    system: z.unknown().optional(),
    tools: z.array(z.unknown()).optional(),
    model: z.string().optional().describe('platform:model or scene:NAME pins, as in a call'),
  })
  .describe('Either a text or messages');

export const previewReply = z.object({
  intent: z.enum(INTENTS),
  scene: z.string().nullable(),
  confidence: share,
  source: z.enum(SOURCES).describe('Which step of the order decided'),
  model: z.string().nullable().describe('platform:model that would be asked first'),
  asksJudge: z.boolean().describe('Whether a call would be put to a judge, whose word would hold; a preview asks none'),
  models: z.array(z.string()).readonly().describe('The first few, in the order in which they would be asked'),
  tier: z.string().describe('What the work needs: small, middle, coder or best'),
  reasons: z
    .array(
      z.object({
        code: z.string(),
        text: z.string(),
        numbers: z.record(z.string(), z.number()).readonly().optional(),
      }),
    )
    .readonly(),
  alternatives: z
    .array(z.object({ scene: z.string(), probability: share }))
    .readonly()
    .describe('Most likely first'),
  vetoes: z
    .array(z.object({ model: z.string(), why: z.string() }))
    .readonly()
    .describe('Models that could not serve it'),
  runnerUp: z
    .object({ model: z.string(), stayUsd: z.number().nullable(), changeUsd: z.number().nullable() })
    .nullable(),
  probabilities: z.record(z.string(), share).readonly().nullable().describe('Of each intent'),
});

export type PreviewReply = z.infer<typeof previewReply>;
