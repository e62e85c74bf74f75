import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../lib/wire-text.ts';
import { countTokens as count } from './count-tokens.ts';
import type { Block, Tool, TurnRequest } from './request.ts';
import { requestSize } from './request-size.ts';

function request(parts: Partial<TurnRequest>): TurnRequest {
  return { protocol: 'anthropic-messages', model: 'm', stream: false, system: [], messages: [], ...parts };
}

function countTokens(turn: TurnRequest): number {
  return count(requestSize(turn));
}

function ofBlocks(...content: Block[]): number {
  return countTokens(request({ messages: [{ role: 'user', content }] }));
}

const text = (value: string): Block => ({ type: 'text', text: wireText(value) });
const EMPTY = ofBlocks();
const PROSE = 'The quick brown fox jumps over the lazy dog. '.repeat(20);
const tool = (name: string, fields: object = {}): Tool => ({
  kind: 'function',
  name,
  schema: { type: 'object' },
  ...fields,
});

describe('countTokens', () => {
  it('is a small whole number for next to nothing', () => {
    assert.ok(Number.isInteger(ofBlocks(text('hi'))));
    assert.ok(ofBlocks(text('hi')) < 20);
  });

  // What tokenizers of the large models give: English 4 to 5 characters in a token, Chinese 1 to 1.5 tokens in a character.
  it('leans to the high side for English, but not by half', () => {
    const usual = 200;
    const tokens = ofBlocks(text(PROSE));
    assert.ok(tokens >= usual && tokens < usual * 1.5, String(tokens));
  });

  it('counts Chinese by its characters, not by its bytes', () => {
    const tokens = ofBlocks(text('你好世界'.repeat(100))) - EMPTY;
    assert.ok(tokens >= 400 && tokens < 600, String(tokens));
  });

  it('counts emoji and Cyrillic', () => {
    assert.ok(ofBlocks(text('👋'.repeat(100))) - EMPTY >= 100);
    const tokens = ofBlocks(text('привет'.repeat(100))) - EMPTY;
    assert.ok(tokens >= 200 && tokens < 600, String(tokens));
  });

  const LONG = wireText('words '.repeat(800));
  const inner: Block = { type: 'text', text: LONG };
  const BLOCKS: readonly (readonly [string, Block])[] = [
    ['text', inner],
    ['thinking', { type: 'thinking', text: LONG, signature: '' }],
    [
      'the input of a tool call',
      { type: 'tool-call', id: 'a', name: 'f', input: { kind: 'value', value: { a: LONG } } },
    ],
    [
      'the input of a tool call as text',
      { type: 'tool-call', id: 'a', name: 'f', input: { kind: 'text', text: LONG } },
    ],
    ['a tool result', { type: 'tool-result', callId: 'a', content: [inner], form: 'blocks' }],
    ['a document of text', { type: 'document', source: { kind: 'text', text: LONG } }],
    ['a document of blocks', { type: 'document', source: { kind: 'blocks', blocks: [inner] } }],
    [
      'title and context of a document',
      { type: 'document', source: { kind: 'text', text: '' }, title: LONG.slice(600), context: LONG.slice(2_400) },
    ],
    ['a block that nobody knows', { type: 'opaque', protocol: 'anthropic-messages', raw: { type: 'new', text: LONG } }],
  ];
  for (const [name, block] of BLOCKS) {
    it(`counts ${name}`, () => assert.ok(ofBlocks(block) - EMPTY > 700));
  }

  it('counts the system text and every message', () => {
    const once = countTokens(request({ system: [inner] }));
    assert.ok(once > 700);
    const messages = [{ role: 'user', content: [inner] } as const, { role: 'assistant', content: [inner] } as const];
    assert.ok(countTokens(request({ system: [inner], messages })) > 2 * once);
  });

  it('counts tools: name, description, schema', () => {
    const none = countTokens(request({ tools: [] }));
    const plain = countTokens(request({ tools: [tool('f')] }));
    assert.ok(plain > none + 300, 'Anthropic adds a system text of its own');
    for (const fields of [{ name: LONG }, { description: LONG }, { schema: { type: 'object', description: LONG } }]) {
      assert.ok(countTokens(request({ tools: [tool('f', fields)] })) - plain > 700);
    }
    const raw = { type: 'web_search_20250305', name: 'web_search', allowed_domains: [LONG] };
    assert.ok(countTokens(request({ tools: [{ kind: 'hosted', protocol: 'anthropic-messages', raw }] })) > 700);
  });

  it('does not take the base64 of images and files for text', () => {
    const data = 'A'.repeat(300_000);
    const image = ofBlocks({ type: 'image', source: { kind: 'base64', mediaType: 'image/png', data } });
    assert.ok(image > 1_000 && image < 20_000, String(image));
    const pdf = ofBlocks({ type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data } });
    assert.ok(pdf > 1_500 && pdf < 20_000, String(pdf));
    const inResult = ofBlocks({
      type: 'tool-result',
      callId: 'a',
      content: [{ type: 'image', source: { kind: 'base64', mediaType: 'image/png', data } }],
      form: 'blocks',
    });
    assert.ok(inResult < 20_000, String(inResult));
  });

  it('knows that what is elsewhere costs something, too', () => {
    assert.ok(ofBlocks({ type: 'document', source: { kind: 'file', fileId: 'f' } }) > 1_000);
    assert.ok(ofBlocks({ type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } }) > 1_000);
  });

  it('counts each message a little', () => {
    const messages = Array.from({ length: 100 }, () => ({ role: 'user' as const, content: [] }));
    assert.ok(countTokens(request({ messages })) > 300);
  });

  it('never falls when a conversation grows', () => {
    const messages = [text('a'), text(''), inner, text('你')].map((one) => ({ role: 'user' as const, content: [one] }));
    const counts = messages.map((_, index) => countTokens(request({ messages: messages.slice(0, index) })));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
  });
});
