/** What the original redwolf kept: `/api/import`. */

import { BYTES_PER_MB, bodyPieces } from './body.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { readFlag } from './read-query.ts';
import { whoIs } from './who.ts';

/** A larger database is imported by the command line, which reads it where it lies. */
const LARGEST_FILE = 1024 * BYTES_PER_MB;

/**
 * The body is the file `api_records.db`. `?dry_run=true` changes nothing, `?records=true` brings in prompts and replies too.
 */
export async function importOriginal(context: AdminContext, { importer }: AdminParts): Promise<Response> {
  const options = { isDryRun: readFlag(context, 'dry_run'), withBodies: readFlag(context, 'records') };
  return context.json(await importer.importUpload(bodyPieces(context, LARGEST_FILE), options, whoIs(context)));
}
