import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anthropicStream } from '../../../test/fake-platform/anthropic-replies.ts';
import { fixtures } from '../../../test/fixtures/fixtures.ts';
import { SseReader } from '../../lib/sse-reader.ts';
import { ReplyCollector } from '../../turn/collect-reply.ts';
import type { ClientContext } from '../codec.ts';
import { anthropicMessages } from './codec.ts';

const CONTEXT: ClientContext = {
  messageId: 'msg_1',
  model: 'm',
  estimatedInputTokens: 0,
  createdAt: 0,
  includeUsage: false,
};

/** The content of the whole reply that a stream makes. */
function contentOf(stream: Buffer | string): unknown {
  const collector = new ReplyCollector(anthropicMessages.joinDeltas);
  const decoder = anthropicMessages.streamDecoder({ origin: 'platform', toolNames: new Map() }, collector.push);
  const reader = new SseReader((name, data) => decoder.push(name, data));
  reader.push(Buffer.from(stream));
  reader.end();
  decoder.end();
  return JSON.parse(anthropicMessages.encodeReply(collector.reply(), CONTEXT).toString()).content;
}

const SEARCH = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: '天气 "x"' } };
const CITATION = { type: 'web_search_result_location', url: 'https://example.org', cited_text: '晴' };

describe('a stream that is collected', () => {
  it('has the search, its results and the citations of the recorded one', () => {
    const search = fixtures('anthropic-messages', '.stream.txt').find(({ name }) => name === 'web-search');
    const [said, asked, found, answered] = Object(contentOf(search?.bytes ?? ''));
    assert.deepEqual(said, { type: 'text', text: "I'll search." });
    assert.deepEqual(asked.input, { query: 'weather NYC today' });
    assert.equal(found.content[0].encrypted_content, 'Ev0DCioIAx');
    assert.equal(answered.text, 'Sunny.');
    assert.equal(answered.citations[0].url, 'https://e.org');
  });

  it('has each block as the whole reply has it', () => {
    const blocks = [SEARCH, { type: 'text', text: '晴', citations: [CITATION, CITATION] }, { type: 'text', text: 'b' }];
    assert.deepEqual(contentOf(anthropicStream(blocks).stream.join('')), blocks);
  });

  it('has the fields of deltas that are newer than redwolf', () => {
    const start = { type: 'content_block_start', index: 0, content_block: { type: 'compaction', content: null } };
    const delta = { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content: 'short' } };
    const events = [start, delta, { type: 'content_block_stop', index: 0 }];
    const [first = '', ...rest] = anthropicStream([]).stream;
    const text = [first, ...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), ...rest].join('');
    assert.deepEqual(contentOf(text), [{ type: 'compaction', content: 'short' }]);
  });

  it('never has an empty object for input that is broken', () => {
    const broken = anthropicStream([SEARCH]).stream.filter((event) => !event.includes('天'));
    const [asked] = Object(contentOf(broken.join('')));
    assert.deepEqual(Object.keys(asked.input), ['__unparsedToolInput']);
  });
});
