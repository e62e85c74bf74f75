import { badRequest } from '../turn/fault.ts';

/**
 * What was thrown while a client's request was read or encoded: a Fault where the request itself is the reason, else the
 * same error. What lies inside of nested values is looked at late, so that this is found late.
 */
export function requestFault(error: unknown): unknown {
  // JSON.stringify and our own walks recurse; nothing that people write is nested ten thousand deep.
  if (error instanceof RangeError) return badRequest('the request body is nested too deeply');
  if (error instanceof SyntaxError) return badRequest(`the request body is not valid JSON: ${error.message}`);
  return error;
}
