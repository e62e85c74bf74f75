import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatFaults, chatMessages, chatTarget, toChat } from '../../../test/support/encode-chat.ts';
import { assistant, image, PNG, text, toolResult, toolUse, user } from '../../../test/support/request-parts.ts';
import type { ChatMessage } from '../../../test/support/wire.ts';

const system = (content: unknown) => ({ role: 'system', content });
const A = 'toolu_01A09q90qw90lq917835lq9a';
const B = 'toolu_01A09q90qw90lq917835lq9b';
const C = 'toolu_01A09q90qw90lq917835lq9c';
const CALLS = assistant([toolUse(A, 'f'), toolUse(B, 'g')]);
const PICTURE = { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } };

/** The messages, each as its role, what it answers, and its content. */
function encode(messages: readonly object[], quirks = {}): string[] {
  const { body } = toChat({ messages: [user('q'), ...messages] }, chatTarget(quirks));
  assert.deepEqual(
    chatFaults(body).filter((fault) => !(quirks && /system message/.test(fault))),
    [],
  );
  return (body.messages ?? []).slice(1).map(brief);
}

function brief({ role, content, tool_call_id: id, tool_calls: calls }: ChatMessage): string {
  const names = calls === undefined ? '' : ` [${calls.map((call) => call.function?.name)}]`;
  const parts = Array.isArray(content) ? content.map((part) => part.text ?? part.type).join(' | ') : content;
  return `${role}${id === undefined ? '' : ` ${id.slice(-1)}`}${names}: ${parts}`;
}

const MISSING = 'The tool call was interrupted; there is no result.';
const reminder = (words: string) => `user: <system-reminder>\n${words}\n</system-reminder>`;

const CASES: readonly (readonly [string, readonly object[], readonly string[]])[] = [
  [
    'results follow their calls at once, in the order of the calls',
    [CALLS, user([toolResult(B, 'b'), toolResult(A, 'a')])],
    ['assistant [f,g]: null', 'tool a: a', 'tool b: b'],
  ],
  [
    'text of the same turn comes after the results',
    [CALLS, user([text('before'), toolResult(A, 'a'), text('between'), toolResult(B, 'b')])],
    ['assistant [f,g]: null', 'tool a: a', 'tool b: b', 'user: before\n\nbetween'],
  ],
  [
    'results may come in several messages',
    [CALLS, user([toolResult(A, 'a')]), user('words'), user([toolResult(B, 'b')])],
    ['assistant [f,g]: null', 'tool a: a', 'tool b: b', 'user: words'],
  ],
  [
    'an empty result is an empty string',
    [CALLS, user([toolResult(A, ''), toolResult(B)])],
    ['assistant [f,g]: null', 'tool a: ', 'tool b: '],
  ],
  [
    'blocks of a result are kept apart',
    [
      CALLS,
      user([toolResult(A, [text('x'), text('y')]), toolResult(B, [{ type: 'tool_reference', tool_name: 'CronList' }])]),
    ],
    ['assistant [f,g]: null', 'tool a: x\n\ny', 'tool b: Tool loaded: CronList'],
  ],
  [
    'an error is visible, once',
    [CALLS, user([toolResult(A, 'no file', { is_error: true }), toolResult(B, 'error: x', { is_error: true })])],
    ['assistant [f,g]: null', 'tool a: Error: no file', 'tool b: error: x'],
  ],
  [
    'an error without words is visible',
    [CALLS, user([toolResult(A, '', { is_error: true }), toolResult(B, 'ok', { is_error: false })])],
    ['assistant [f,g]: null', 'tool a: Error: ', 'tool b: ok'],
  ],
  [
    'images of results come after all results, before the text',
    [CALLS, user([toolResult(A, [text('see'), image(PNG)]), toolResult(B, [image(PNG)]), text('go on')])],
    [
      'assistant [f,g]: null',
      'tool a: see',
      'tool b: The result follows in the next message.',
      'user: Returned by the tool f: | image_url | Returned by the tool g: | image_url',
      'user: go on',
    ],
  ],
  [
    'a missing result gets a placeholder at its place',
    [CALLS, user([toolResult(B, 'b'), text('words')])],
    ['assistant [f,g]: null', `tool a: ${MISSING}`, 'tool b: b', 'user: words'],
  ],
  [
    'calls that nobody answers get placeholders, also at the end',
    [CALLS, user('words'), assistant([toolUse(C, 'f')])],
    [
      'assistant [f,g]: null',
      `tool a: ${MISSING}`,
      `tool b: ${MISSING}`,
      'user: words',
      'assistant [f]: null',
      `tool c: ${MISSING}`,
    ],
  ],
  [
    'a result without its call is told as text, its error and images too',
    [user([toolResult(A, 'a'), toolResult(B, [text('b'), image(PNG)], { is_error: true })])],
    ['user: Result of an earlier tool call:\na | Result of an earlier tool call:\nError: b | image_url'],
  ],
  [
    'a second result of a call is told as text',
    [assistant([toolUse(A, 'f')]), user([toolResult(A, '1'), toolResult(A, '2')])],
    ['assistant [f]: null', 'tool a: 1', 'user: Result of an earlier tool call:\n2'],
  ],
  [
    'a result that comes a turn too late is told as text',
    [assistant([toolUse(A, 'f')]), user('words'), assistant('x'), user([toolResult(A, 'late')])],
    [
      'assistant [f]: null',
      `tool a: ${MISSING}`,
      'user: words',
      'assistant: x',
      'user: Result of an earlier tool call:\nlate',
    ],
  ],
  [
    'calls of several messages in a row are answered after the last',
    [
      assistant('first'),
      assistant([toolUse(A, 'f')]),
      assistant([text('t'), toolUse(B, 'g')]),
      user([toolResult(A, 'a'), toolResult(B, 'b')]),
    ],
    ['assistant: first', 'assistant [f,g]: t', 'tool a: a', 'tool b: b'],
  ],
  ['users in a row stay apart', [user('a'), user([text('b')])], ['user: a', 'user: b']],
  ['empty messages are left out', [user(''), user([text('')]), assistant(''), user('x')], ['user: x']],
  [
    'an instruction keeps its place',
    [assistant('x'), system('be brief'), user('y')],
    ['assistant: x', reminder('be brief'), 'user: y'],
  ],
  ['an instruction at the end is kept', [system([text('a'), text('b')])], [reminder('a\n\nb')]],
  ['an empty instruction is left out', [system(''), user('x')], ['user: x']],
  [
    'an instruction among results comes after them',
    [CALLS, user([toolResult(A, 'a')]), system('now'), user([toolResult(B, 'b')])],
    ['assistant [f,g]: null', 'tool a: a', 'tool b: b', reminder('now')],
  ],
];

describe('encodeMessages', () => {
  for (const [name, messages, expected] of CASES) {
    it(name, () => assert.deepEqual(encode(messages), expected));
  }

  it('writes an instruction as one where the platform takes it anywhere', () => {
    assert.deepEqual(encode([assistant('x'), system('be brief')], { systemAnywhere: true }), [
      'assistant: x',
      'system: be brief',
    ]);
  });

  it('puts an image of a result into a part', () => {
    const messages = chatMessages([user('q'), assistant([toolUse(A, 'f')]), user([toolResult(A, [image(PNG)])])]);
    assert.deepEqual(messages.at(-1)?.content, [{ type: 'text', text: 'Returned by the tool f:' }, PICTURE]);
  });

  it('is the same whether the client writes a string or a block with a cache hint', () => {
    const one = [user('q'), assistant('x'), user([toolResult(A, 'r')])];
    const hinted = (words: string) => [text(words, { cache_control: { type: 'ephemeral' } })];
    const other = [user(hinted('q')), assistant(hinted('x')), user([toolResult(A, hinted('r'))])];
    assert.deepEqual(chatMessages(other), chatMessages(one));
  });

  it('takes any number of messages', () => {
    const many = 150_000;
    assert.equal(chatMessages(Array.from({ length: many }, () => user('x'))).length, many);
  });

  it('takes no longer for many calls than their number', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `toolu_${index}_0123456789`);
    const results = ids.toReversed().map((id) => toolResult(id, id));
    const messages = chatMessages([user('q'), assistant(ids.map((id) => toolUse(id, 'f'))), user(results)]);
    assert.deepEqual(
      messages.slice(2).map(({ tool_call_id: id, content }) => [id, content]),
      ids.map((id) => [id, id]),
    );
  });
});

describe('the system text', () => {
  const BILLING = 'x-anthropic-billing-header: cc_version=2.1.330.12c; cc_entrypoint=cli;';
  const systemOf = (fields: object) => {
    const { body } = toChat({ messages: [user('q')], ...fields });
    assert.deepEqual(chatFaults(body), []);
    const [first, ...rest] = body.messages ?? [];
    assert.ok(rest.every(({ role }) => role !== 'system'));
    return first?.role === 'system' ? first.content : undefined;
  };

  it('is one message at the beginning', () => {
    assert.equal(systemOf({ system: 's' }), 's');
    assert.equal(systemOf({ system: [text('a'), text(''), text('b')] }), 'a\n\nb');
    assert.equal(systemOf({}), undefined);
    assert.equal(systemOf({ system: '' }), undefined);
    assert.equal(systemOf({ system: [] }), undefined);
  });

  it('takes in the instructions with which the conversation begins', () => {
    const messages = [system('b'), system([text('c')]), user('q')];
    assert.equal(systemOf({ system: 'a', messages }), 'a\n\nb\n\nc');
    assert.equal(systemOf({ messages: [system('only')] }), 'only');
  });

  it('goes without the line that changes with each conversation', () => {
    assert.equal(systemOf({ system: [text(BILLING), text('You are')] }), 'You are');
    assert.equal(systemOf({ system: `${BILLING}\nYou are\n\n${BILLING}` }), `You are\n\n${BILLING}`);
    assert.equal(systemOf({ system: [text(BILLING)] }), undefined);
    assert.equal(systemOf({ system: [text(`about ${BILLING}`)] }), `about ${BILLING}`);
  });
});
