import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readConversation } from '../../web/src/pages/call/reading/conversation.ts';
import { type Conversation, wordsOf } from '../../web/src/pages/call/reading/parts.ts';
import { readReply } from '../../web/src/pages/call/reading/reply.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);

function requestOf(path: string): Conversation {
  const body: unknown = JSON.parse(readFileSync(new URL(`${path}.request.json`, FIXTURES), 'utf8'));
  const conversation = readConversation(body);
  assert.ok(conversation, path);
  return conversation;
}

function kindsOf({ messages }: Conversation): readonly string[] {
  return messages.map(({ role, parts }) => `${role}: ${parts.map(({ kind }) => kind).join(', ')}`);
}

describe('a conversation', () => {
  it('is read of every recorded request', () => {
    for (const protocol of ['anthropic-messages', 'openai-chat', 'openai-responses']) {
      for (const name of readdirSync(new URL(protocol, FIXTURES)).filter((file) => file.endsWith('.request.json'))) {
        requestOf(`${protocol}/${name.replace('.request.json', '')}`);
      }
    }
  });

  it('has what an agent and its tools did, under the same names in each protocol', () => {
    for (const path of ['anthropic-messages/tool-loop', 'openai-chat/tool-loop-forms']) {
      const parts = requestOf(path).messages.flatMap((message) => message.parts);
      const [call] = parts.filter((part) => part.kind === 'tool-call');
      const result = parts.find((part) => part.kind === 'tool-result' && part.id === call?.id);
      assert.ok(call && result?.kind === 'tool-result', path);
      assert.equal(result.name, call.name, path);
    }
    assert.deepEqual(kindsOf(requestOf('openai-responses/codex-tool-loop')), [
      'user: text',
      'assistant: thinking, text, tool-call, tool-call',
      'tool: tool-result, tool-result',
      'developer: text',
      'assistant: text',
      'user: text',
    ]);
  });

  it('keeps what the system says, and the tools', () => {
    const { system, tools } = requestOf('openai-responses/codex-tool-loop');
    assert.equal(wordsOf(system), 'You are a coding agent.');
    assert.equal(tools[0]?.name, 'exec_command');
    assert.equal(requestOf('openai-chat/tools').tools[0]?.name, 'get_weather');
    assert.ok(wordsOf(requestOf('anthropic-messages/system-blocks-cached').system).length > 0);
  });

  it('shows images of each protocol as addresses, and names documents', () => {
    const urlsOf = (path: string) =>
      requestOf(path).messages.flatMap(({ parts }) =>
        parts.flatMap((part) => (part.kind === 'image' ? [part.url] : [])),
      );
    assert.match(urlsOf('anthropic-messages/images')[0] ?? '', /^(data:image|https:)/);
    assert.match(urlsOf('openai-responses/images-and-files')[0] ?? '', /^(data:image|https:)/);
    const [document] = requestOf('anthropic-messages/documents').messages[0]?.parts ?? [];
    assert.deepEqual(document, { kind: 'document', name: 'Report.pdf', type: 'application/pdf', text: '' });
    const ollama = readConversation({ messages: [{ role: 'user', content: 'x', images: ['/9j/abc'] }] });
    assert.deepEqual(ollama?.messages[0]?.parts[0], { kind: 'image', url: 'data:image/jpeg;base64,/9j/abc' });
  });

  it('passes on what is not known as it stands', () => {
    const part = { type: 'hologram', at: 3 };
    const read = readConversation({ messages: [{ role: 'user', content: [part, null, 'text'] }] });
    assert.deepEqual(read?.messages[0]?.parts, [
      { kind: 'other', value: part },
      { kind: 'other', value: null },
      { kind: 'text', text: 'text' },
    ]);
    assert.equal(readConversation({ model: 'm' }), undefined);
    assert.equal(readConversation([1]), undefined);
  });

  it('throws at nothing', () => {
    const odd = fc.jsonValue({ maxDepth: 4 });
    const type = fc.constantFrom('text', 'image', 'tool_use', 'tool_result', 'document', 'function_call', '__proto__');
    const part = fc.record(
      { type, text: odd, source: odd, content: odd, input: odd, arguments: odd, output: odd },
      { requiredKeys: [] },
    );
    const message = fc.record(
      { type, role: odd, content: fc.oneof(odd, fc.array(part)), tool_calls: odd },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(message, odd)), odd, (messages, more) => {
        readConversation({ messages, tools: more, system: more });
        readConversation({ input: messages });
        readReply({ content: messages });
        readReply({ choices: messages, error: more });
        readReply({ output: messages });
      }),
      { numRuns: 300 },
    );
  });
});
