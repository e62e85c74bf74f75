/** What calls should have been taken for, on the wire. Times are UTC in milliseconds since 1970. */

import { z } from 'zod';
import { INTENTS } from './preview.ts';

const intent = z.enum(INTENTS);
const scene = z.string().min(1).max(300);

export const correctionRequest = z
  .strictObject({ intent: intent.optional(), scene: scene.optional() })
  .refine((label) => label.intent !== undefined || label.scene !== undefined, 'an intent, a scene, or both')
  .describe('What the call should have been taken for');

const decided = z.object({
  intent: z.string().nullable(),
  scene: z.string().nullable(),
  confidence: z.number().nullable(),
  source: z.string().nullable(),
  probabilities: z.record(z.string(), z.number()).nullable(),
});

const correctionView = z.object({
  call: z.string(),
  at: z.number(),
  who: z.string().nullable(),
  whoName: z.string(),
  key: z.string().nullable(),
  intent: z.string().nullable(),
  scene: z.string().nullable(),
  decided: decided.describe('What it was taken for'),
});

export const correctionReply = z.object({ correction: correctionView });

export const correctionsQuery = z.object({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .optional(),
  after: z.string().max(500).optional().describe('The "next" of the page before'),
});

export const correctionsReply = z.object({
  corrections: z.array(
    correctionView.extend({ words: z.string().nullable().describe('What the user said, where texts are kept') }),
  ),
  next: z.string().nullable().describe('For "after", to get the next page; null on the last one'),
});

const words = z.string().max(100_000).nullish();

/** A line of a file of corrections. What is not known of them, such as of a hand-written list, may be left out. */
export const correctionLine = z
  .object({
    call: z.string().min(1).max(100).optional(),
    at: z.int().min(0).optional(),
    key: z.string().max(100).nullish(),
    words,
    previousWords: words,
    intent: intent.nullish(),
    scene: scene.nullish(),
    decided: decided.partial().optional(),
  })
  .refine((line) => (line.intent ?? line.scene) != null, 'an intent, a scene, or both')
  .refine((line) => line.call !== undefined || line.words != null, 'the id of a call, or words');

export const correctionsImportReply = z.object({
  imported: z.int(),
  present: z.int().describe('Of calls that are corrected already: they stay as they are'),
});

export type CorrectionView = z.infer<typeof correctionView>;
export type ListedCorrection = CorrectionsReply['corrections'][number];
export type CorrectionsReply = z.infer<typeof correctionsReply>;
export type CorrectionLine = z.infer<typeof correctionLine>;
export type CorrectionsImportReply = z.infer<typeof correctionsImportReply>;
