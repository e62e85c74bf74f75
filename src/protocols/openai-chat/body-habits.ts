/** What some platforms demand of the top of a request beyond OpenAI's rules. */

import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Losses } from '../../turn/losses.ts';
import type { OutputFormat } from '../../turn/request.ts';
import type { Quirks } from '../quirks.ts';

/** The request as a platform with these quirks takes it. */
export function fitBody(body: JsonObject, quirks: Quirks, losses: Losses): JsonObject {
  const fitted: JsonObject = { ...quirks.extraFields, ...body };
  for (const field of quirks.refusedFields ?? []) {
    if (fitted[field] === undefined) continue;
    delete fitted[field];
    losses.add(field, 'the platform refuses this field');
  }
  const { temperature } = fitted;
  if (quirks.temperature !== undefined && typeof temperature === 'number') {
    const [least, most] = quirks.temperature;
    const moved = Math.min(Math.max(temperature, least), most);
    if (moved !== temperature) losses.add('temperature', `the platform knows none but ${least} to ${most}`);
    fitted['temperature'] = moved;
  }
  return fitted;
}

/**
 * Asks in words for what `response_format` cannot say: the platform only promises JSON, and some demand that the word
 * stands in the conversation (DeepSeek's guide to JSON output).
 *
 * @returns the same messages, the system text with the schema at its end
 */
export function tellSchema(messages: readonly Json[], { schema }: OutputFormat, losses: Losses): Json[] {
  losses.add('output_config.format', 'the platform knows no schemas, so the model is asked in words');
  const words = `Answer with one JSON value and nothing else. It must be valid against this JSON schema:\n${JSON.stringify(schema)}`;
  const [first, ...others] = messages;
  const text = isObject(first) && first['role'] === 'system' ? first['content'] : undefined;
  if (isObject(first) && typeof text === 'string') return [{ ...first, content: `${text}\n\n${words}` }, ...others];
  return [{ role: 'system', content: words }, ...messages];
}
