/** What smart routing would decide: `/api/routing/preview`. */

import { BYTES_PER_MB, bodyPieces } from './body.ts';
import type { AdminContext, AdminParts } from './context.ts';

const LARGEST_REQUEST = 4 * BYTES_PER_MB;

/** The body is that of a client's request, or `{"text": "…"}`. Asks no platform and writes nothing. */
export async function previewRouting(context: AdminContext, { preview }: AdminParts): Promise<Response> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyPieces(context, LARGEST_REQUEST)) pieces.push(piece);
  return context.json(preview.preview(Buffer.concat(pieces)));
}
