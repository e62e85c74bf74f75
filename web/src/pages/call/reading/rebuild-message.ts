import { type Fields, fieldsOf, isFields, numberOf, parseJson, textOf } from './fields.ts';

type Block = Record<string, unknown>;

/** A stream of Anthropic's Messages API as a whole message. */
export function rebuildMessage(events: readonly Fields[]): Fields {
  let message: Record<string, unknown> = {};
  const blocks: Block[] = [];
  for (const event of events) {
    if (event['type'] === 'message_start') message = { ...fieldsOf(event['message']) };
    if (event['type'] === 'message_delta') message = changed(message, event);
    if (event['type'] === 'error') message['error'] = event['error'];
    takeBlock(blocks, event);
  }
  return { ...message, content: blocks.filter(isFields).map(finished) };
}

function changed(message: Fields, event: Fields): Record<string, unknown> {
  const usage = { ...fieldsOf(message['usage']), ...fieldsOf(event['usage']) };
  return { ...message, ...fieldsOf(event['delta']), usage };
}

function takeBlock(blocks: Block[], event: Fields): void {
  const index = numberOf(event['index']);
  // A list has no such places, and one far away would take memory for all before it.
  if (!Number.isInteger(index) || index < 0 || index > 10_000) return;
  if (event['type'] === 'content_block_start') blocks[index] = { ...fieldsOf(event['content_block']) };
  if (event['type'] !== 'content_block_delta') return;
  const block = blocks[index] ?? {};
  blocks[index] = block;
  addDelta(block, fieldsOf(event['delta']));
}

/** Field of the block that a kind of delta adds to. */
const TEXTS: Readonly<Record<string, string>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'signature',
};

function addDelta(block: Block, delta: Fields): void {
  const type = textOf(delta['type']);
  const field = TEXTS[type];
  if (field !== undefined) {
    block['type'] ??= field;
    block[field] = textOf(block[field]) + textOf(delta[field]);
  } else if (type === 'input_json_delta') {
    block['partial_json'] = textOf(block['partial_json']) + textOf(delta['partial_json']);
  } else if (type === 'citations_delta') {
    const citations: unknown = block['citations'];
    block['citations'] = [...(Array.isArray(citations) ? citations : []), delta['citation']];
  }
}

function finished({ partial_json, ...block }: Block): Fields {
  if (typeof partial_json !== 'string' || partial_json === '') return block;
  return { ...block, input: parseJson(partial_json) ?? partial_json };
}
