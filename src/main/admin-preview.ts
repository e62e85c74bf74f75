import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { PreviewReply } from '../admin/contract/preview.ts';
import { AdminError } from '../admin/errors.ts';
import { preview } from '../gateway/preview.ts';
import { Body } from '../lib/body.ts';
import { systemClock } from '../lib/clock.ts';
import type { Routing } from '../routing/routing.ts';
import { Fault } from '../turn/fault.ts';

/** The preview for the admin plane. A browser's headers tell nothing of a client. Throws AdminError. */
export function previewFor(routing: Routing, bytes: Uint8Array): PreviewReply {
  try {
    const body = Body.of(Buffer.from(bytes));
    return preview(routing, { body, headers: {}, now: systemClock.now() });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const code = error.kind === 'not_found' ? 'NOT_FOUND' : 'INVALID_REQUEST';
    // No fault of a preview has a status that forbids a body.
    throw new AdminError(error.status as ContentfulStatusCode, code, error.message);
  }
}
