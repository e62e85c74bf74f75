import { type Fields, fieldsOf, isFields, listOf, numberOf, textOf } from './fields.ts';

type Item = Record<string, unknown>;

/**
 * A stream of OpenAI's Responses API as a whole response. It ends with one; where that is missing or lists no output, what
 * came before it is put together.
 */
export function rebuildResponse(events: readonly Fields[]): Fields {
  let response: Fields = {};
  const items: Item[] = [];
  for (const event of events) {
    if (isFields(event['response'])) response = { ...response, ...event['response'] };
    if (event['type'] === 'error') response = { ...response, error: event };
    takeItem(items, event);
  }
  const output = listOf(response['output']);
  return output.length > 0 ? response : { ...response, output: items.filter(isFields) };
}

function takeItem(items: Item[], event: Fields): void {
  const index = numberOf(event['output_index']);
  if (!Number.isInteger(index) || index < 0 || index > 10_000) return;
  const type = textOf(event['type']);
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    items[index] = { ...fieldsOf(event['item']) };
    return;
  }
  const item = items[index] ?? {};
  items[index] = item;
  addDelta(item, type, event);
}

function addDelta(item: Item, type: string, event: Fields): void {
  const delta = textOf(event['delta']);
  if (type === 'response.output_text.delta') addText(item, 'content', 'output_text', event, delta);
  if (type === 'response.refusal.delta') addText(item, 'content', 'refusal', event, delta);
  if (type === 'response.reasoning_text.delta') addText(item, 'content', 'reasoning_text', event, delta);
  if (type === 'response.reasoning_summary_text.delta') addText(item, 'summary', 'summary_text', event, delta);
  if (type === 'response.function_call_arguments.delta') {
    item['type'] ??= 'function_call';
    item['arguments'] = textOf(item['arguments']) + delta;
  }
  if (type === 'response.custom_tool_call_input.delta') {
    item['type'] ??= 'custom_tool_call';
    item['input'] = textOf(item['input']) + delta;
  }
}

/** Adds to a part of the item's content, or of its summary. */
function addText(item: Item, list: string, type: string, event: Fields, delta: string): void {
  item['type'] ??= type.startsWith('output') || type === 'refusal' ? 'message' : 'reasoning';
  const parts = listOf(item[list]).map((part) => ({ ...fieldsOf(part) }));
  const place = numberOf(event[list === 'summary' ? 'summary_index' : 'content_index']);
  const index = Number.isInteger(place) && place >= 0 && place <= parts.length ? place : Math.max(0, parts.length - 1);
  const field = type === 'refusal' ? 'refusal' : 'text';
  const part: Item = parts[index] ?? { type };
  parts[index] = { ...part, [field]: textOf(part[field]) + delta };
  item[list] = parts;
}
