import type { AdminContext, AdminParts } from './context.ts';
import { AdminError } from './errors.ts';

/** Any file of the web page, and the page itself for its own routes. */
export async function serveFile(context: AdminContext, parts: AdminParts): Promise<Response> {
  const file = await parts.files.find(context.req.path);
  if (file === undefined) throw await notServed(parts);
  const headers = {
    'content-type': file.type,
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
  };
  if (context.req.header('if-none-match') === file.etag) return context.body(null, 304, headers);
  return context.body(file.body, 200, headers);
}

async function notServed(parts: AdminParts): Promise<AdminError> {
  if (await parts.files.isBuilt()) return new AdminError(404, 'NOT_FOUND', 'There is nothing at this address.');
  return new AdminError(
    503,
    'WEB_NOT_BUILT',
    'The web interface is not built: run "npm run build". The gateway itself works.',
  );
}
