import { asArray, asObject, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { readText } from '../lib/wire-text.ts';
import { Fault } from '../turn/fault.ts';
import { overflowSizes } from './context-overflow.ts';
import { type ErrorBody, readErrorJson } from './error-body.ts';
import { classifyInReply, classifyMiniMax, type Verdict } from './fault-kind.ts';

/**
 * The error in a reply or a piece of a stream that came with a status of success: an `error` at the top (OpenRouter and
 * most others) or in the first choice (OpenRouter), MiniMax's `base_resp`, a bare code and message (SiliconFlow,
 * DashScope), or a list that begins with an error (Gemini). Undefined if there is none.
 *
 * @param json parsed wire text
 */
export function faultInReply(json: Json): Fault | undefined {
  if (Array.isArray(json))
    return isObject(json[0]) && json[0]['error'] !== undefined ? faultInReply(json[0]) : undefined;
  if (!isObject(json)) return undefined;
  if (isError(json['error'])) return toFault(json, classifyInReply);
  const choices = json['choices'];
  const inChoice = asObject(asArray(choices)[0])?.['error'];
  if (isError(inChoice)) return toFault({ error: inChoice }, classifyInReply);
  const base = json['base_resp'];
  if (isObject(base) && base['status_code'] !== 0 && base['status_code'] !== undefined) {
    return toFault({ base_resp: base }, classifyMiniMax);
  }
  return choices === undefined && isBareError(json) ? toFault(json, classifyInReply) : undefined;
}

function toFault(wireJson: JsonObject, verdictOf: (error: ErrorBody) => Verdict): Fault | undefined {
  const error = readErrorJson(readableJson(wireJson));
  if (error === undefined) return undefined;
  const { kind, status, shouldRetry } = verdictOf(error);
  return new Fault(kind, status, error.message, {
    ...(error.code !== undefined && { code: error.code }),
    ...(shouldRetry !== undefined && { shouldRetry }),
    ...(kind === 'context_overflow' && { overflow: overflowSizes(error) }),
  });
}

/** The same value with real text in place of wire text, as the reader of errors looks at what texts say. */
function readableJson(wireJson: JsonObject): Json {
  return JSON.parse(readText(JSON.stringify(wireJson)));
}

/** Some platforms send `error: null`, `""` or `{}` with each good reply. */
function isError(value: Json | undefined): boolean {
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}

function isBareError(json: JsonObject): boolean {
  const { code } = json;
  const hasText = typeof json['message'] === 'string' || typeof json['detail'] === 'string';
  const isFailure =
    (typeof code === 'string' && code !== '') || (typeof code === 'number' && code !== 0 && code !== 200);
  return json['object'] === 'error' || (hasText && isFailure);
}
