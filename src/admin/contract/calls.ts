/** One call on the wire. */

import { z } from 'zod';

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

export const callReply = z.object({
  call: z.looseObject({
    id: z.string(),
    plan: z.array(z.string()).describe('Targets in order'),
    attempts: z.array(z.looseObject({})),
    losses: z.array(z.object({ path: z.string(), why: z.string() })),
  }),
  stages: z.array(stage),
});

export type CallReply = z.infer<typeof callReply>;
