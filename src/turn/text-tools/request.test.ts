import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../../lib/wire-text.ts';
import { Losses } from '../losses.ts';
import type { Block, Extra, FunctionTool, Message, ToolCallBlock, ToolResultBlock, TurnRequest } from '../request.ts';
import { CallScanner, type WrittenPiece } from './call-scanner.ts';
import { offersTools, requestAsText, usesTools } from './request.ts';

const READ: FunctionTool = {
  kind: 'function',
  name: 'Read',
  description: wireText('Reads a file… 读'),
  schema: { $schema: 'https://json-schema.org/x', type: 'object', properties: { path: { type: 'string' } } },
};

function turn(parts: Partial<TurnRequest>): TurnRequest {
  return {
    protocol: 'anthropic-messages',
    model: 'm',
    stream: true,
    system: [],
    messages: [],
    tools: [READ],
    ...parts,
  };
}

function asText(parts: Partial<TurnRequest>) {
  const losses = new Losses();
  const written = requestAsText(turn(parts), losses);
  return { ...written, losses: losses.list().map(({ path }) => path) };
}

const text = (what: string): Block => ({ type: 'text', text: wireText(what) });
const user = (...content: Block[]): Message => ({ role: 'user', content });
const assistant = (...content: Block[]): Message => ({ role: 'assistant', content });
const call = (id: string, value: object = {}): ToolCallBlock => ({
  type: 'tool-call',
  id,
  name: 'Read',
  input: { kind: 'value', value: { ...value } },
});
const result = (callId: string, ...content: Block[]): ToolResultBlock => ({
  type: 'tool-result',
  callId,
  content,
  form: 'blocks',
});
const IMAGE: Block = { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } };

/** The texts of all messages, those of one message joined as no encoder does. */
function conversation(...messages: Message[]): string[] {
  return asText({ messages }).messages.map(({ role, content }) => {
    const parts = content.map((block) => (block.type === 'text' ? block.text : `[${block.type}]`));
    return `${role}: ${parts.join(' | ')}`;
  });
}

const WRITTEN = '<tool_call>\n{"name": "Read", "arguments": {"path":"a"}}\n</tool_call>';

describe('the tools of a request', () => {
  it('stand behind the system text, one in a line, in a form that changes with nothing else', () => {
    const { system, tools, toolChoice, isRewritten } = asText({
      system: [text('Be kind.')],
      toolChoice: { kind: 'auto' },
    });
    const [first, told] = system;
    assert.deepEqual(first, text('Be kind.'));
    assert.ok(told?.type === 'text');
    const line = {
      name: 'Read',
      description: READ.description,
      parameters: { type: 'object', properties: { path: { type: 'string' } } },
    };
    assert.ok(
      told.text.includes(`\n<tools>\n${JSON.stringify({ type: 'function', function: line })}\n</tools>\n`),
      told.text,
    );
    assert.deepEqual([tools, toolChoice, isRewritten], [undefined, undefined, true]);
    assert.deepEqual(asText({ messages: [user(text('x'))] }).system, [told]);
  });

  it('keep the source from writing its own system text again', () => {
    const source = { systemPlain: true, systemSource: [{ role: 'system', content: 'x' }] } as const;
    const { systemPlain, systemSource } = asText({ system: [text('x')], ...source });
    assert.deepEqual([systemPlain, systemSource], [undefined, undefined]);
  });

  it('are told with what is wished of their calls', () => {
    const told = (parts: Partial<TurnRequest>) => {
      const { system, losses } = asText(parts);
      assert.ok(system[0]?.type === 'text');
      return { words: system[0].text, losses };
    };
    assert.match(told({ parallelToolCalls: false }).words, /at most one tool/);
    assert.match(told({ toolChoice: { kind: 'none' } }).words, /Call no tool/);
    assert.match(told({ toolChoice: { kind: 'any' } }).words, /must call a tool/);
    assert.match(told({ toolChoice: { kind: 'tool', name: 'Read' } }).words, /must call the tool Read\./);
    assert.match(told({ outputFormat: { schema: { type: 'object' } } }).words, /schema: \{"type":"object"\}/);
    assert.doesNotMatch(told({}).words, /at most|must call|Call no|valid against/);
    assert.deepEqual(told({}).losses, ['tools']);
  });

  it('lose what only words can say', () => {
    const { losses, outputFormat, extra } = asText({
      tools: [
        { ...READ, strict: true },
        { kind: 'hosted', protocol: 'anthropic-messages', raw: { type: 'web_search' } },
      ],
      toolChoice: { kind: 'any' },
      parallelToolCalls: false,
      outputFormat: { schema: {} },
      extra: { protocol: 'anthropic-messages', fields: { tool_choice: {}, other: 1 }, spelling: { tools: [] } },
    });
    assert.deepEqual(losses, [
      'tools[].strict',
      'tools[]',
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'output_config.format',
    ]);
    assert.equal(outputFormat, undefined);
    assert.deepEqual(extra, { protocol: 'anthropic-messages', fields: { other: 1 } });
  });

  it('are told nowhere if there are none', () => {
    const { system, tools, losses } = asText({ tools: [], outputFormat: { schema: {} } });
    assert.deepEqual([system, tools, losses], [[], undefined, []]);
  });
});

describe('the history', () => {
  it('has calls and results as text', () => {
    const calls = assistant(text('Look… 看'), call('1', { path: 'a' }), call('2', { path: 'a' }), text('so'));
    assert.deepEqual(
      conversation(user(text('hi')), calls, user(result('1', text('one')), result('2', text('two')), text('go on'))),
      [
        'user: hi',
        `assistant: ${wireText('Look… 看')}\n${WRITTEN}\n${WRITTEN}\nso`,
        'user: <tool_response>\none\n</tool_response> | <tool_response>\ntwo\n</tool_response> | go on',
      ],
    );
  });

  it('has results in the order of their calls, in whatever messages they came', () => {
    const before = [assistant(call('1')), assistant(call('2'), call('3'))];
    const [, , said, ...others] = conversation(
      ...before,
      user(result('3', text('three')), text('and')),
      user(result('1', text('one'))),
    );
    assert.equal(
      said,
      'user: <tool_response>\none\n</tool_response> | <tool_response>\nThe tool call was interrupted; there is no result.\n</tool_response> | <tool_response>\nthree\n</tool_response> | and',
    );
    assert.deepEqual(others, []);
  });

  it('keeps ids that repeat in later turns apart, and a result without its call', () => {
    const again = [
      assistant(call('0')),
      user(result('0', text('a'))),
      assistant(call('0')),
      user(result('0', text('b')), result('9', text('c'))),
    ];
    const [, first, , second] = conversation(...again);
    assert.equal(first, 'user: <tool_response>\na\n</tool_response>');
    assert.equal(second, 'user: <tool_response>\nb\n</tool_response> | <tool_response>\nc\n</tool_response>');
  });

  it('gives two calls of one id each a result of its own', () => {
    const said = conversation(assistant(call('1'), call('1')), user(result('1', text('a')), result('1', text('b'))))[1];
    assert.equal(said, 'user: <tool_response>\na\n</tool_response> | <tool_response>\nb\n</tool_response>');
  });

  it('says that a result is an error, and keeps its images', () => {
    const failed: ToolResultBlock = { ...result('1', text('exit 3')), isError: true };
    const said = conversation(
      assistant(call('1'), call('2'), call('3')),
      user(failed, result('2', IMAGE), result('3', text('x'), IMAGE)),
    )[1];
    assert.equal(
      said,
      'user: <tool_response>\nError: exit 3\n</tool_response> | <tool_response> | [image] | </tool_response> | <tool_response> | x | [image] | </tool_response>',
    );
  });

  it('leaves thinking, instructions and all other messages as they are', () => {
    const thought: Block = { type: 'thinking', text: 'hm', signature: 's' };
    const others: Message[] = [
      user(IMAGE),
      { role: 'system', content: [text('x')] },
      { ...user(text('y')), plain: true },
    ];
    const { messages } = asText({ messages: [assistant(thought, call('1')), ...others] });
    assert.deepEqual(messages[0]?.content[0], thought);
    assert.equal(messages[1]?.content.at(-1), IMAGE);
    assert.deepEqual(messages.slice(2), others.slice(1));
  });

  it('gives nothing of the source back that would bring calls in', () => {
    const extra: Extra = {
      protocol: 'openai-chat',
      fields: { name: 'n', tool_calls: [] },
      spelling: { content: null },
    };
    const { messages } = asText({ messages: [{ ...assistant(call('1')), plain: true, extra }] });
    const [{ content: _, ...message } = {}] = messages;
    assert.deepEqual(message, { role: 'assistant', extra: { protocol: 'openai-chat', fields: { name: 'n' } } });
  });

  it('has broken arguments to the letter, and none as an empty object', () => {
    const broken: ToolCallBlock = { ...call('1'), input: { kind: 'text', text: '{"a": ' } };
    const none: ToolCallBlock = { ...call('2'), input: { kind: 'text', text: '' } };
    const [written] = conversation(assistant(broken, none));
    assert.match(written ?? '', /"arguments": \{"a": \}\n<\/tool_call>\n.*\n.*"arguments": \{\}\}/);
  });

  it('is what the scanner reads', () => {
    const found: WrittenPiece[] = [];
    const scanner = new CallScanner((piece) => found.push(piece));
    const [message] = asText({
      messages: [assistant(text('see'), call('1', { 'é"': '</tool_call>\n' }), text('so'))],
    }).messages;
    for (const block of message?.content ?? []) if (block.type === 'text') scanner.push(block.text);
    scanner.end();
    const json = JSON.stringify({ 'é"': '</tool_call>\n' });
    assert.deepEqual(found, [
      { kind: 'text', text: 'see' },
      { kind: 'call', name: 'Read', json },
      { kind: 'text', text: 'so' },
    ]);
  });
});

describe('usesTools and offersTools', () => {
  const plain = { messages: [user(text('x'))] };
  const { tools: _, ...none } = turn(plain);

  it('tell requests that have to do with tools from those that have not', () => {
    assert.equal(usesTools(none), false);
    for (const parts of [{ tools: [] }, { toolChoice: { kind: 'none' } as const }, { parallelToolCalls: true }])
      assert.equal(usesTools({ ...none, ...parts }), true);
    for (const block of [call('1'), result('1')]) assert.equal(usesTools({ ...none, messages: [user(block)] }), true);
  });

  it('tell whether the model may call one', () => {
    assert.equal(offersTools(turn(plain)), true);
    assert.equal(offersTools(turn({ toolChoice: { kind: 'none' } })), false);
    assert.equal(offersTools(turn({ tools: [{ kind: 'hosted', protocol: 'openai-chat', raw: {} }] })), false);
    assert.equal(offersTools(turn({ tools: [{ ...READ, name: 'DeferredToolPlaceholder' }] })), false);
  });
});
