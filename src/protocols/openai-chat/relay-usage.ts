import type { Body } from '../../lib/body.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { readField } from '../../lib/json-scan.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { EncodedRequest, RequestHead } from '../codec.ts';
import type { Quirks } from '../quirks.ts';

const USAGE_ONLY = /"choices"\s*:\s*\[\s*\]/;

/** Naive clients read `choices[0]` of each chunk, so that a chunk of usage alone is hidden from those who did not ask. */
export function usageHiding(body: Body, head: RequestHead, quirks: Quirks): Pick<EncodedRequest, 'isUnasked'> {
  if (!head.stream || quirks.noStreamOptions === true) return {};
  const options = readField(body, head.spans, 'stream_options');
  const hasAsked = isObject(options) && options['include_usage'] === true;
  return hasAsked ? {} : { isUnasked: isUsageOnly };
}

function isUsageOnly(data: string): boolean {
  if (!USAGE_ONLY.test(data)) return false;
  const chunk = parsed(data);
  return Array.isArray(chunk['choices']) && chunk['choices'].length === 0 && isObject(chunk['usage']);
}

function parsed(data: string): JsonObject {
  try {
    const chunk = parseWireText(data);
    return isObject(chunk) ? chunk : {};
  } catch {
    return {};
  }
}
