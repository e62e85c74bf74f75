import type { IncomingMessage } from 'node:http';
import { Body } from '../lib/body.ts';
import { badRequest, Fault } from '../turn/fault.ts';

// A client that is refused while it still sends may lose the answer with its connection: up to so many times the limit is
// read to the end, and thrown away.
const PATIENCE = 4;

/**
 * The whole body of a request.
 *
 * @param limit in bytes
 * @throws Fault too_large, or invalid_request for a compressed body or a client that broke off
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return Promise.reject(badRequest(`content-encoding ${encoding} is not supported: send the body uncompressed`));
  }
  const longest = limit * PATIENCE;
  if (Number(request.headers['content-length'] ?? 0) > longest) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      if (bytes > longest) reject(tooLarge(limit));
    });
    const left = () => reject(badRequest('the request body ended too early'));
    // Comes in place of an error that nobody listens to.
    request.on('close', left);
    request.on('end', () => {
      // It comes after an end too, and making a fault costs a tenth of a small call.
      request.off('close', left);
      if (bytes <= limit) resolve(new Body(chunks));
      else reject(tooLarge(limit));
    });
    // The client may have left while it was found out who asks.
    if (request.destroyed) left();
  });
}

function tooLarge(limit: number): Fault {
  const megabytes = Math.floor(limit / (1024 * 1024));
  return new Fault('too_large', 413, `The request body is larger than the limit of ${megabytes} MB.`);
}
