import { header, type IncomingHeaders } from '../../lib/headers.ts';

// The only version there is; clients that are no SDK often leave it out.
const DEFAULT_VERSION = '2023-06-01';

/** Version and betas: the client's own, byte for byte, where it speaks the same protocol. */
export function upstreamHeaders(client: IncomingHeaders | undefined): Record<string, string> {
  const version = client && header(client, 'anthropic-version');
  const beta = client && header(client, 'anthropic-beta');
  return { 'anthropic-version': version ?? DEFAULT_VERSION, ...(beta !== undefined && { 'anthropic-beta': beta }) };
}
