import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

const LARGEST_BODY = 1024 * 1024;

/**
 * The body of a request as JSON; undefined where it is none.
 *
 * Rejects with AdminError 413 over 1 MB, having read no more than that, and 400 where the client left in the middle.
 */
export async function readJson(context: AdminContext): Promise<unknown> {
  if (Number(context.req.header('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  return parse(Buffer.concat(await readPieces(context)).toString('utf8'));
}

async function readPieces(context: AdminContext): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of context.req.raw.body ?? []) {
      size += piece.length;
      if (size > LARGEST_BODY) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError(400, 'INVALID_REQUEST', 'The body ended too early.');
  }
  return pieces;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooLarge(): AdminError {
  return new AdminError(413, 'TOO_LARGE', 'The body is larger than 1 MB.');
}
