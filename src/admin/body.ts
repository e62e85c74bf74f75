import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

export const BYTES_PER_MB = 1024 * 1024;
const LARGEST_BODY = BYTES_PER_MB;

/**
 * The body of a request as JSON; undefined where it is none.
 *
 * Rejects with AdminError 413 over that many bytes (1 MB), having read no more, and 400 where the client left in the middle.
 */
export async function readJson(context: AdminContext, most = LARGEST_BODY): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyPieces(context, most)) pieces.push(piece);
  return parse(Buffer.concat(pieces).toString('utf8'));
}

/**
 * The body of a request as it comes, of any kind.
 *
 * Rejects with AdminError 413 over that many bytes, having read no more, and 400 where the client left in the middle.
 */
export async function* bodyPieces(context: AdminContext, most: number): AsyncGenerator<Uint8Array, void> {
  if (Number(context.req.header('content-length') ?? 0) > most) throw tooLarge(most);
  let size = 0;
  try {
    for await (const piece of context.req.raw.body ?? []) {
      size += piece.length;
      if (size > most) throw tooLarge(most);
      yield piece;
    }
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError(400, 'INVALID_REQUEST', 'The body ended too early.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooLarge(most: number): AdminError {
  return new AdminError(413, 'TOO_LARGE', `The body is larger than ${most / BYTES_PER_MB} MB.`);
}
