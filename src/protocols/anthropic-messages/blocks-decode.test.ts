import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../../lib/json.ts';
import type { Block } from '../../turn/request.ts';
import { decodeBlocks } from './blocks-decode.ts';

const HINT = { type: 'ephemeral', ttl: '1h' };
const extra = (fields: Record<string, Json>) => ({ protocol: 'anthropic-messages', fields }) as const;
const opaque = (raw: Record<string, Json>): Block => ({ type: 'opaque', protocol: 'anthropic-messages', raw });

const PNG = { type: 'base64', media_type: 'image/png', data: 'AAAA' };
const NEW_SOURCE = { type: 'image', source: { ...PNG, detail: 'high' } };
const NEW_DOCUMENT = { type: 'document', source: { type: 'git', ref: 'main' }, title: 't' };
const SEARCH = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [{ type: 'web_search_result' }] };

const CASES: readonly (readonly [string, Json, Block])[] = [
  ['text', { type: 'text', text: 'hi' }, { type: 'text', text: 'hi' }],
  ['empty text', { type: 'text', text: '' }, { type: 'text', text: '' }],
  ['a cache hint', { type: 'text', text: 'a', cache_control: HINT }, { type: 'text', text: 'a', cacheHint: HINT }],
  [
    'unknown fields',
    { type: 'text', text: 'a', citations: null, new_field: [1] },
    { type: 'text', text: 'a', extra: extra({ citations: null, new_field: [1] }) },
  ],
  [
    'an image in base64',
    { type: 'image', source: PNG },
    { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
  ],
  [
    'an image by URL',
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' }, cache_control: HINT },
    { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' }, cacheHint: HINT },
  ],
  [
    'an image of the Files API',
    { type: 'image', source: { type: 'file', file_id: 'file_1' } },
    { type: 'image', source: { kind: 'file', fileId: 'file_1' } },
  ],
  ['an image whose source says more than is known', NEW_SOURCE, opaque(NEW_SOURCE)],
  [
    'a document of text',
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' }, title: 't', context: 'c' },
    { type: 'document', source: { kind: 'text', text: 'x' }, title: 't', context: 'c' },
  ],
  [
    'a document of blocks',
    { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'x' }] } },
    { type: 'document', source: { kind: 'blocks', blocks: [{ type: 'text', text: 'x' }] } },
  ],
  [
    'a document of one string',
    { type: 'document', source: { type: 'content', content: 'x' } },
    { type: 'document', source: { kind: 'blocks', blocks: [{ type: 'text', text: 'x' }], plain: true } },
  ],
  [
    'a PDF with what is null',
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA' }, title: null },
    {
      type: 'document',
      source: { kind: 'base64', mediaType: 'application/pdf', data: 'AA' },
      extra: extra({ title: null }),
    },
  ],
  ['a document whose source is of a newer kind', NEW_DOCUMENT, opaque(NEW_DOCUMENT)],
  [
    'thinking',
    { type: 'thinking', thinking: 'hm', signature: 'sig' },
    { type: 'thinking', text: 'hm', signature: 'sig' },
  ],
  ['thinking without a signature', { type: 'thinking', thinking: '' }, { type: 'thinking', text: '', signature: '' }],
  ['hidden thinking', { type: 'redacted_thinking', data: 'x' }, opaque({ type: 'redacted_thinking', data: 'x' })],
  [
    'a tool call',
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 }, cache_control: HINT, caller: { type: 'direct' } },
    {
      type: 'tool-call',
      id: 'toolu_1',
      name: 'f',
      input: { kind: 'value', value: { a: 1 } },
      cacheHint: HINT,
      extra: extra({ caller: { type: 'direct' } }),
    },
  ],
  [
    'a tool call without input',
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: null },
    { type: 'tool-call', id: 'toolu_1', name: 'f', input: { kind: 'value', value: {} } },
  ],
  [
    'a result of text',
    { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok', is_error: false },
    { type: 'tool-result', callId: 'toolu_1', content: [{ type: 'text', text: 'ok' }], form: 'string', isError: false },
  ],
  [
    'an empty result',
    { type: 'tool_result', tool_use_id: 'toolu_1', content: '' },
    { type: 'tool-result', callId: 'toolu_1', content: [], form: 'string' },
  ],
  [
    'a result without content',
    { type: 'tool_result', tool_use_id: 'toolu_1', is_error: true },
    { type: 'tool-result', callId: 'toolu_1', content: [], form: 'absent', isError: true },
  ],
  [
    'a result whose content is null',
    { type: 'tool_result', tool_use_id: 'toolu_1', content: null },
    { type: 'tool-result', callId: 'toolu_1', content: [], form: 'absent' },
  ],
  [
    'a result of blocks, known and unknown',
    {
      type: 'tool_result',
      tool_use_id: 'toolu_1',
      content: [
        { type: 'tool_reference', tool_name: 'f' },
        { type: 'image', source: PNG },
      ],
    },
    {
      type: 'tool-result',
      callId: 'toolu_1',
      content: [
        opaque({ type: 'tool_reference', tool_name: 'f' }),
        { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      ],
      form: 'blocks',
    },
  ],
  ['a block that nobody knows', SEARCH, opaque(SEARCH)],
];

describe('decodeBlocks', () => {
  for (const [name, block, expected] of CASES) {
    it(`reads ${name}`, () => assert.deepEqual(decodeBlocks([block], 'content'), [expected]));
  }

  it('keeps the order', () => {
    const texts = ['a', 'b', 'c'].map((text) => ({ type: 'text', text }));
    assert.deepEqual(decodeBlocks(texts, ''), texts);
  });
});

const REFUSED: readonly (readonly [Json, string])[] = [
  ['text', 'content[1]: must be an object'],
  [null, 'content[1]: must be an object'],
  [[], 'content[1]: must be an object'],
  [{}, 'content[1].type: must be a string'],
  [{ type: 5 }, 'content[1].type: must be a string'],
  [{ type: 'text' }, 'content[1].text: must be a string'],
  [{ type: 'text', text: null }, 'content[1].text: must be a string'],
  [{ type: 'image' }, 'content[1].source: must be an object'],
  [{ type: 'document', source: 'x' }, 'content[1].source: must be an object'],
  [{ type: 'thinking' }, 'content[1].thinking: must be a string'],
  [{ type: 'tool_use', id: 'a' }, 'content[1].name: must be a non-empty string'],
  [{ type: 'tool_use', id: 'a', name: '' }, 'content[1].name: must be a non-empty string'],
  [{ type: 'tool_result', content: 'x' }, 'content[1].tool_use_id: must be a string'],
  [{ type: 'tool_result', tool_use_id: 'a', content: 5 }, 'content[1].content: must be a string or a list of blocks'],
  [{ type: 'tool_result', tool_use_id: 'a', content: [7] }, 'content[1].content[0]: must be an object'],
  [
    { type: 'document', source: { type: 'content', content: [{ type: 'text' }] } },
    'content[1].source.content[0].text: must be a string',
  ],
];

describe('decodeBlocks refuses', () => {
  for (const [block, message] of REFUSED) {
    it(JSON.stringify(block), () => {
      const decode = () => decodeBlocks([{ type: 'text', text: 'a' }, block], 'content');
      assert.throws(decode, { name: 'Fault', kind: 'invalid_request', status: 400, message });
    });
  }
});
