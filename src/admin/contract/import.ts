/** What came of an import from the original redwolf, on the wire. */

import { z } from 'zod';

/** In the order in which they are brought in. */
export const IMPORT_PARTS = ['platforms', 'models', 'routing', 'scenes', 'keys', 'calls', 'bodies'] as const;

const part = z.enum(IMPORT_PARTS);
const state = z.enum(['imported', 'present', 'skipped']);

const line = z.object({
  part,
  state: state.describe('present: it was there already, and stays as it is'),
  name: z.string(),
  count: z.int().describe('How many the line stands for'),
  why: z.string().nullable().describe('Why it was skipped, or what is different here'),
});

const counts = z.object({ imported: z.int(), present: z.int(), skipped: z.int() });

const flag = z.enum(['true', 'false']).optional();

export const importQuery = z.object({
  dry_run: flag.describe('Says what would be imported, and changes nothing'),
  records: flag.describe('The bodies of calls too'),
});

export const importReply = z.object({
  dryRun: z.boolean().describe('Nothing was changed; what would be imported is called imported'),
  lines: z.array(line),
  notes: z.array(z.string()),
  counts: z.record(part, counts),
});

export type ImportPart = z.infer<typeof part>;
export type ImportState = z.infer<typeof state>;
export type ImportLine = z.infer<typeof line>;
export type ImportReply = z.infer<typeof importReply>;
