import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesOf } from '../../web/src/lib/bytes.ts';
import { comparableOf } from '../../web/src/pages/call/reading/comparable.ts';
import { readConversation } from '../../web/src/pages/call/reading/conversation.ts';
import { readDecision } from '../../web/src/pages/call/reading/decision.ts';
import { readMarkdown } from '../../web/src/pages/call/reading/markdown.ts';
import { timelineOf } from '../../web/src/pages/call/reading/timeline.ts';

describe('Markdown of a model', () => {
  it('has code, headings and paragraphs', () => {
    assert.deepEqual(readMarkdown('# One\ntwo `x<y>` **three**\n\n```ts\nlet a = `b`;\n```\nend'), [
      { kind: 'heading', inlines: [{ kind: 'text', text: 'One' }] },
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'two ' },
          { kind: 'code', text: 'x<y>' },
          { kind: 'text', text: ' ' },
          { kind: 'strong', text: 'three' },
        ],
      },
      { kind: 'code', language: 'ts', text: 'let a = `b`;' },
      { kind: 'paragraph', inlines: [{ kind: 'text', text: 'end' }] },
    ]);
  });

  it('takes a fence that never ends for code, and one of other marks for a line of it', () => {
    assert.deepEqual(readMarkdown('~~~\n```\nx'), [{ kind: 'code', language: '', text: '```\nx' }]);
  });

  it('takes nothing for HTML', () => {
    const text = '<img src=x onerror=alert(1)>';
    assert.deepEqual(readMarkdown(text), [{ kind: 'paragraph', inlines: [{ kind: 'text', text }] }]);
  });
});

describe('a decision', () => {
  it('is read even where an older version wrote less', () => {
    const read = readDecision({ source: 'classifier', intent: 'modify', reasons: [{ text: 'because' }], vetoes: 3 });
    assert.equal(read?.source, 'classifier');
    assert.deepEqual(read.reasons, [{ code: '', text: 'because', numbers: {} }]);
    assert.deepEqual([read.scene, read.confidence, read.runnerUp], [null, null, null]);
    assert.deepEqual([read.vetoes, read.alternatives, read.probabilities], [[], [], []]);
    assert.equal(readDecision(null), undefined);
  });

  it('has the intents in order', () => {
    const read = readDecision({ probabilities: { chat: 0.1, modify: 0.7, plan: 0.2 } });
    assert.deepEqual(
      read?.probabilities.map(({ name }) => name),
      ['modify', 'plan', 'chat'],
    );
  });
});

describe('the timeline of the attempts', () => {
  const attempt = (ms: number) => ({ platform: 'p', model: 'm', status: 200, ms });

  it('puts them one after another, with the pauses between them', () => {
    const call = { attempts: [attempt(100), attempt(500)], queueMs: 100, totalMs: 1_000 };
    assert.deepEqual(timelineOf(call), [
      { start: 0.1, length: 0.1 },
      { start: 0.5, length: 0.5 },
    ]);
  });

  it('stays within the whole even where the parts are rounded up', () => {
    const [stretch] = timelineOf({ attempts: [attempt(11)], queueMs: 0, totalMs: 10.2 });
    assert.deepEqual(stretch, { start: 0, length: 1 });
    assert.deepEqual(timelineOf({ attempts: [], queueMs: 0, totalMs: 0 }), []);
  });
});

it('the size of a text is that of its UTF-8', () => {
  for (const text of ['', 'abc', 'é', '你好', '👋 ok']) assert.equal(bytesOf(text), Buffer.byteLength(text));
});

describe('what two requests of different protocols say', () => {
  it('is the same where only its form differs', () => {
    const ofAnthropic = readConversation({
      system: [{ type: 'text', text: 'Be short.' }],
      messages: [
        { role: 'user', content: 'read a' },
        { role: 'assistant', content: [{ type: 'tool_use', id: '1', name: 'Read', input: { path: 'a' } }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: '1', content: 'A' },
            { type: 'text', text: 'and now?' },
          ],
        },
      ],
    });
    const call = { id: '1', type: 'function', function: { name: 'Read', arguments: '{"path":"a"}' } };
    const ofOpenAi = readConversation({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: [{ type: 'text', text: 'read a' }] },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: '1', content: 'A' },
        { role: 'user', content: 'and now?' },
      ],
    });
    assert.ok(ofAnthropic && ofOpenAi);
    assert.deepEqual(comparableOf(ofAnthropic), comparableOf(ofOpenAi));
  });
});
