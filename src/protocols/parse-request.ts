import { isUtf8 } from 'node:buffer';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { parseWireJson } from '../lib/wire-text.ts';
import { badRequest } from '../turn/fault.ts';

/**
 * A request body as a JSON object; its strings are wire text.
 *
 * @throws Fault invalid_request if the body is no JSON object in UTF-8 (RFC 8259 §8.1 demands UTF-8)
 */
export function parseRequest(body: Buffer): JsonObject {
  if (!isUtf8(body)) throw badRequest('the request body is not valid UTF-8');
  const json = parse(body);
  if (!isObject(json)) throw badRequest('the request body must be a JSON object');
  return json;
}

function parse(body: Buffer): Json {
  try {
    return parseWireJson(body);
  } catch (error) {
    throw badRequest(`the request body is not valid JSON: ${whatIsWrong(body, error)}`);
  }
}

/** The parser quotes what it could not read. Of wire text that would be bytes, so it is asked again of the text. */
function whatIsWrong(body: Buffer, error: unknown): string {
  try {
    JSON.parse(body.toString('utf8'));
  } catch (again) {
    if (again instanceof Error) return again.message;
  }
  return error instanceof Error ? error.message : String(error);
}
