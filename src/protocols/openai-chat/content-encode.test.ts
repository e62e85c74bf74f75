import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toChat } from '../../../test/support/encode-chat.ts';
import { image, imageAt, PNG, text } from '../../../test/support/request-parts.ts';

/** The content of the user's message that becomes of these blocks, and which losses are named. */
function encode(...content: object[]) {
  const { body, losses } = toChat({ messages: [{ role: 'user', content: [text('ask:'), ...content] }] });
  const { content: sent } = body.messages?.[0] ?? {};
  return { sent: typeof sent === 'string' ? sent.replace(/^ask:\n\n/, '') : sent?.slice(1), losses };
}

const source = (type: string, fields: object) => ({ type, ...fields });
const document = (from: object, fields: object = {}) => ({ type: 'document', source: from, ...fields });
const part = (url: string) => ({ type: 'image_url', image_url: { url } });

describe('content of a user', () => {
  it('is one string as long as it is text, its blocks apart', () => {
    assert.equal(encode(text('a'), text('b\n')).sent, 'a\n\nb\n');
    assert.equal(toChat({ messages: [{ role: 'user', content: 'a' }] }).body.messages?.[0]?.content, 'a');
  });

  it('keeps images at their places', () => {
    const { sent, losses } = encode(image(PNG), text('between'), imageAt('https://example.com/a.png'));
    assert.deepEqual(sent, [
      part(`data:image/png;base64,${PNG}`),
      { type: 'text', text: 'between' },
      part('https://example.com/a.png'),
    ]);
    assert.deepEqual(losses, []);
  });

  it('has no empty parts', () => {
    assert.deepEqual(encode(text(''), image(PNG), text('')).sent, [part(`data:image/png;base64,${PNG}`)]);
  });

  const DOCUMENTS: readonly (readonly [string, object, unknown])[] = [
    ['of text', document(source('text', { media_type: 'text/plain', data: 'body' })), 'body'],
    [
      'of text with title and context',
      document(source('text', { media_type: 'text/plain', data: 'body' }), { title: 'T', context: 'C' }),
      'T\nC\n\nbody',
    ],
    ['of one string', document(source('content', { content: 'body' })), 'body'],
    [
      'of blocks',
      document(source('content', { content: [text('a'), imageAt('https://example.com/a.png')] }), { title: 'T' }),
      [{ type: 'text', text: 'T' }, { type: 'text', text: 'a' }, part('https://example.com/a.png')],
    ],
    [
      'in base64',
      document(source('base64', { media_type: 'application/pdf', data: 'AAAA' }), { title: 'T', context: 'C' }),
      [
        { type: 'text', text: 'C' },
        { type: 'file', file: { filename: 'T', file_data: 'data:application/pdf;base64,AAAA' } },
      ],
    ],
    [
      'in base64 without a title',
      document(source('base64', { media_type: 'application/pdf', data: 'AAAA' })),
      [{ type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,AAAA' } }],
    ],
  ];
  for (const [name, block, expected] of DOCUMENTS) {
    it(`has a document ${name}`, () => assert.deepEqual(encode(block), { sent: expected, losses: [] }));
  }

  // What cannot be carried over is said in words, and named as a loss.
  const NOTES: readonly (readonly [string, object, RegExp])[] = [
    ['an image of the Files API', { type: 'image', source: source('file', { file_id: 'file_1' }) }, /file_1/],
    ['a document of the Files API', document(source('file', { file_id: 'file_1' }), { title: 'T' }), /T.*file_1/],
    [
      'a document by URL',
      document(source('url', { url: 'https://example.com/a.pdf' })),
      /https:\/\/example.com\/a.pdf/,
    ],
    [
      'a search result',
      { type: 'search_result', title: 'T', source: 'https://x', content: [text('found')] },
      /^T\nhttps:\/\/x\nfound$/,
    ],
    ['a tool reference', { type: 'tool_reference', tool_name: 'CronList' }, /CronList/],
    [
      'a call that the platform made',
      { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } },
      /web_search.*"q"/,
    ],
    [
      'what such a call gave',
      {
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [{ type: 'web_search_result', title: 'T', url: 'https://x', encrypted_content: 'SECRET' }],
      },
      /^\[web_search_tool_result\]\nT\nhttps:\/\/x$/,
    ],
    [
      'an error of such a call',
      { type: 'web_search_tool_result', tool_use_id: 's', content: { type: 'x', error_code: 'y' } },
      /web_search_tool_result/,
    ],
    ['a tool call of the user', { type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } }, /f.*\{"x":1\}/],
  ];
  for (const [name, block, expected] of NOTES) {
    it(`has a note of ${name}`, () => {
      const { sent, losses } = encode(block);
      assert.ok(typeof sent === 'string');
      assert.match(sent, expected);
      assert.doesNotMatch(sent, /SECRET/);
      assert.equal(losses.length, 1);
    });
  }

  for (const block of [
    { type: 'container_upload', file_id: 'f' },
    { type: 'thinking', thinking: 'hm', signature: '' },
  ]) {
    it(`leaves out a block that says nothing to the platform, and names it: ${block.type}`, () => {
      assert.deepEqual(encode(block), { sent: 'ask:', losses: ['messages[].content[]'] });
    });
  }

  it('names fields that are lost, on every kind of block', () => {
    const fields = { cache_control: { type: 'ephemeral' }, new_field: 1 };
    for (const block of [text('a'), image(PNG), document(source('content', { content: 'a' }))]) {
      assert.deepEqual(encode({ ...block, ...fields }).losses, [
        'messages[].content[].cache_control',
        'messages[].content[].new_field',
      ]);
      assert.deepEqual(encode({ ...block, cache_control: null, citations: null }).losses, []);
    }
  });
});
