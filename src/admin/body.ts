import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

const LARGEST_BODY = 1024 * 1024;

/**
 * The body of a request as JSON; undefined where it is none.
 *
 * Rejects with AdminError 413 over 1 MB, having read no more than that.
 */
export async function readJson(context: AdminContext): Promise<unknown> {
  if (Number(context.req.header('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of context.req.raw.body ?? []) {
    size += piece.length;
    if (size > LARGEST_BODY) throw tooLarge();
    pieces.push(piece);
  }
  return parse(Buffer.concat(pieces).toString('utf8'));
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
