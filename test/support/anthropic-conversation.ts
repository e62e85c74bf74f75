/** Any conversation that Anthropic takes, for properties. */

import fc from 'fast-check';

/** A message of an Anthropic request. */
export interface AnthropicMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string | readonly Record<string, unknown>[];
}

type Block = Record<string, unknown>;

const words = fc
  .tuple(fc.constantFrom('a', '你', '👋', '"', 'error', '<x>'), fc.string({ unit: 'grapheme', maxLength: 10 }))
  .map((parts) => parts.join(''));
const hint = fc.option(fc.constant({ type: 'ephemeral' }), { freq: 3 });

/** A block, now and then with a cache hint. */
function block(fields: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  return fc.tuple(fields, hint).map(([one, control]) => (control === null ? one : { ...one, cache_control: control }));
}

const text = block(words.map((value) => ({ type: 'text', text: value })));
const image = block(
  fc.constantFrom(
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    { type: 'image', source: { type: 'file', file_id: 'file_1' } },
  ),
);
const document = block(
  fc.constantFrom(
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'd' }, title: 't' },
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } },
    { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'c' }] } },
    { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
  ),
);
const strange = fc.constantFrom<Block>(
  { type: 'search_result', title: 't', source: 's', content: [{ type: 'text', text: 'f' }] },
  { type: 'container_upload', file_id: 'f' },
  { type: 'brand_new_block', x: 1 },
);
const userBlocks = fc.array(fc.oneof(text, text, image, document, strange), { maxLength: 3 });

const thinking = fc.constantFrom<Block>(
  { type: 'thinking', thinking: 'hm', signature: '' },
  { type: 'thinking', thinking: '', signature: 'EqQBCgIYAhIM' },
  { type: 'redacted_thinking', data: 'BLOB' },
);
const toolName = fc.oneof(
  fc.constantFrom('Bash', 'mcp__x__y'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 }),
);
const input = fc
  .dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 })
  .map((value) => JSON.parse(JSON.stringify(value)));
const call = block(fc.record({ type: fc.constant('tool_use'), name: toolName, input }, { noNullPrototype: true }));

const resultContent = fc.oneof(
  words,
  fc.constant(''),
  fc.array(fc.oneof(text, image, fc.constant<Block>({ type: 'tool_reference', tool_name: 'f' })), { maxLength: 2 }),
  fc.constant(undefined),
);
const result = fc.record(
  { content: resultContent, is_error: fc.option(fc.boolean(), { nil: undefined }) },
  { noNullPrototype: true },
);

/** One round: the user speaks, perhaps an instruction, the assistant answers and calls, each call gets its result. */
const round = fc.record({
  asked: fc.oneof(words, userBlocks),
  instruction: fc.option(words, { freq: 3 }),
  said: fc.array(fc.oneof(thinking, text), { maxLength: 3 }),
  calls: fc.array(fc.tuple(call, result, fc.nat(9)), { maxLength: 3 }),
  afterResults: userBlocks,
  closing: fc.option(words, { freq: 2 }),
});
type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Conversations of some rounds. Ids are unique, each call is answered in the next message, in any order; ids are such as
 * platforms give and redwolf wraps.
 *
 * @param idOf makes the client's id of the call with this number
 */
export function conversations(idOf: (number: number) => string): fc.Arbitrary<readonly AnthropicMessage[]> {
  return fc.array(round, { minLength: 1, maxLength: 4 }).map((rounds) => {
    let count = 0;
    return rounds.flatMap((one) => messagesOf(one, () => idOf(count++)));
  });
}

function messagesOf(
  { asked, instruction, said, calls, afterResults, closing }: Round,
  newId: () => string,
): AnthropicMessage[] {
  const ids = calls.map(newId);
  const made = calls.map(([fields], index) => ({ ...fields, id: ids[index] }));
  const results = calls
    .map(([, fields, rank], index) => ({ rank, block: { type: 'tool_result', tool_use_id: ids[index], ...fields } }))
    .toSorted((a, b) => a.rank - b.rank)
    .map((ranked) => ranked.block);
  const messages: AnthropicMessage[] = [
    { role: 'user', content: typeof asked === 'string' ? asked : [...asked, { type: 'text', text: 'go' }] },
  ];
  if (instruction !== null) messages.push({ role: 'system', content: instruction });
  const answer = [...said, ...made];
  if (answer.length > 0) messages.push({ role: 'assistant', content: answer });
  if (results.length > 0) messages.push({ role: 'user', content: [...results, ...afterResults] });
  if (closing !== null) messages.push({ role: 'assistant', content: closing });
  return messages;
}
