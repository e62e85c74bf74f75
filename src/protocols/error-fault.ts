import { header, type IncomingHeaders } from '../lib/headers.ts';
import { Fault, type FaultDetails } from '../turn/fault.ts';
import { overflowSizes } from './context-overflow.ts';
import { readErrorBody } from './error-body.ts';
import { classify } from './fault-kind.ts';

/** The fault in a reply whose status is an error; the body may be anything, of any platform. */
export function decodeAnyError(status: number, headers: IncomingHeaders, body: Buffer): Fault {
  const error = readErrorBody(status, headers, body);
  const { kind, status: clientStatus, shouldRetry } = classify(status, error);
  return new Fault(kind, clientStatus, error.message, {
    ...retryDetails(headers),
    ...(error.code !== undefined && { code: error.code }),
    ...(shouldRetry !== undefined && { shouldRetry }),
    ...(kind === 'context_overflow' && { overflow: overflowSizes(error) }),
  });
}

/** What the headers say about trying again. `retry-after` is kept as it came: seconds or a date. */
export function retryDetails(headers: IncomingHeaders): FaultDetails {
  const retryAfter = header(headers, 'retry-after') ?? secondsOf(header(headers, 'retry-after-ms'));
  const shouldRetry = header(headers, 'x-should-retry');
  return {
    ...(retryAfter !== undefined && retryAfter !== '' && { retryAfter }),
    ...((shouldRetry === 'true' || shouldRetry === 'false') && { shouldRetry: shouldRetry === 'true' }),
  };
}

/** OpenAI and Azure also say it in milliseconds. */
function secondsOf(milliseconds: string | undefined): string | undefined {
  const value = Number(milliseconds);
  return milliseconds === undefined || !Number.isFinite(value) ? undefined : String(Math.ceil(value / 1000));
}
