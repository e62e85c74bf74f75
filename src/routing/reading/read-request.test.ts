import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RecordedRequest, recordedRequests } from '../../../test/fixtures/fixtures.ts';
import { requestOf } from '../../../test/support/request-view.ts';
import { readRequest } from './read-request.ts';
import type { Kind } from './reading.ts';

const KINDS: Readonly<Record<string, Kind>> = {
  'after-two-tools': 'continuation',
  'at-file-two-user-messages': 'main',
  'bash-mode': 'continuation',
  'command-wrapper': 'main',
  compaction: 'compaction',
  'count-tokens': 'count',
  'first-request': 'main',
  'image-in-tool-result': 'continuation',
  'no-experimental-betas': 'main',
  'non-streaming-fallback': 'main',
  'older-model-no-system-role': 'main',
  'parallel-results-out-of-order': 'continuation',
  'plan-mode-safeguards': 'main',
  'resume-after-cut': 'continuation',
  'slash-command': 'main',
  'subagent-first': 'main',
  'system-role-last': 'continuation',
  'task-notification': 'continuation',
  'thinking-empty-signature': 'continuation',
  'title-call': 'title',
  'tool-reference-result': 'continuation',
  'unknown-model-name': 'main',
  'unparsed-tool-input': 'continuation',
  'websearch-side-call': 'web_search',
};

const requests = recordedRequests();

function recorded(name: string): RecordedRequest {
  const found = requests.find((request) => request.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

describe('a request of Claude Code', () => {
  for (const request of requests) {
    it(`${request.name} is a ${KINDS[request.name]}, by its headers and without them`, () => {
      const told = readRequest(requestOf(request));
      const bare = readRequest(requestOf({ path: request.path, body: request.body }));
      assert.equal(told.kind, KINDS[request.name]);
      assert.equal(bare.kind, KINDS[request.name]);
      assert.equal(told.client, 'claude-code');
    });

    it(`${request.name} belongs to its session`, () => {
      const key = request.headers['x-claude-code-session-id'] ?? '';
      assert.deepEqual(readRequest(requestOf(request)).session, { key, source: 'header' });
      if (request.body['metadata'] === undefined) return;
      const { session } = readRequest(requestOf({ body: request.body }));
      assert.deepEqual(session, { key, source: 'metadata' });
    });
  }

  it('of a subagent tells which one', () => {
    const request = recorded('subagent-first');
    const told = readRequest(requestOf(request));
    assert.deepEqual([told.isSubagent, told.agent], [true, 'a83be63c3009eb6fe']);
    const main = readRequest(requestOf(recorded('task-notification')));
    assert.deepEqual([main.isSubagent, main.agent], [false, null]);
    assert.deepEqual(told.session, main.session);
  });

  it('of a subagent without its headers is given a name of its own, the same in each turn', () => {
    const { body } = recorded('subagent-first');
    const messages = Array.isArray(body['messages']) ? body['messages'] : [];
    const first = readRequest(requestOf({ body }));
    const later = readRequest(
      requestOf({ body: { ...body, messages: [...messages, { role: 'assistant', content: 'I look.' }] } }),
    );
    assert.equal(first.isSubagent, true);
    assert.match(first.agent ?? '', /^[\da-f]{24}$/);
    assert.equal(later.agent, first.agent);
  });

  it('tells which prompt it belongs to, where it is asked to', () => {
    const promptOf = (name: string) => readRequest(requestOf(recorded(name))).promptId;
    assert.equal(promptOf('command-wrapper'), '848bac74-621e-44f6-89f4-bb7f86a5afed');
    assert.equal(promptOf('first-request'), null);
  });

  it('is what its header says, whatever its body looks like', () => {
    const { path, body } = recorded('first-request');
    const kindOf = (headers: Record<string, string>) => readRequest(requestOf({ path, headers, body })).kind;
    assert.equal(kindOf({ 'x-claude-code-request-class': 'auxiliary' }), 'side');
    assert.equal(kindOf({ 'x-claude-code-request-class': 'compaction' }), 'compaction');
    assert.equal(kindOf({ 'x-claude-code-compaction': 'auto' }), 'compaction');
    const side = { ...recorded('websearch-side-call'), headers: { 'x-claude-code-request-class': 'main' } };
    assert.equal(readRequest(requestOf(side)).kind, 'main');
  });
});

describe('a call that a client makes for itself', () => {
  const headers = { 'user-agent': 'claude-cli/2.1.330 (external, cli)' };
  const user = (text: string) => [{ role: 'user', content: [{ type: 'text', text }] }];
  const tools = [{ name: 'Bash', description: 'Runs a command. '.repeat(200), input_schema: { type: 'object' } }];

  for (const [name, kind, body] of [
    ['a check of the quota', 'side', { max_tokens: 1, messages: user('quota') }],
    [
      'a topic',
      'side',
      { system: 'Analyze if this message indicates a new conversation topic.', messages: user('hi') },
    ],
    ['the prefix of a command', 'side', { messages: user('<policy_spec>\n# Prefixes\n</policy_spec>\nCommand: ls') }],
    ['a page that was fetched', 'side', { messages: user('Web page content:\n---\nHello') }],
    ['a suggestion', 'side', { tools, messages: user('[SUGGESTION MODE: Suggest what the user might type next.]') }],
    [
      'an older title',
      'title',
      { system: 'Summarize this coding conversation in under 50 characters.', messages: user('x') },
    ],
    ['a title by its tag', 'title', { messages: user('<session>\nfix it\n</session>') }],
    [
      'an older compaction',
      'compaction',
      { tools, messages: user('Your task is to create a detailed summary of the conversation so far') },
    ],
    [
      'a compaction by its system text',
      'compaction',
      {
        system: [{ type: 'text', text: 'You are a helpful AI assistant tasked with summarizing conversations.' }],
        messages: user('x'),
      },
    ],
  ] as const) {
    it(`is known: ${name}`, () => {
      assert.equal(readRequest(requestOf({ headers, body: JSON.parse(JSON.stringify(body)) })).kind, kind);
    });
  }

  it('is not what the user asks with tools in hand', () => {
    for (const text of ['Generate a title for this conversation', '<session>x</session>', 'quota']) {
      const body = { max_tokens: 32_000, tools, messages: user(text) };
      assert.equal(readRequest(requestOf({ headers, body })).kind, 'main', text);
    }
  });

  it('is not what an unknown client asks without tools', () => {
    assert.equal(readRequest(requestOf({ body: { max_tokens: 500, messages: user('Hello') } })).kind, 'main');
  });

  it('is a search only if nothing else is offered', () => {
    const search = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 };
    const kindOf = (offered: object[]) =>
      readRequest(requestOf({ headers, body: JSON.parse(JSON.stringify({ tools: offered, messages: user('x') })) }))
        .kind;
    assert.equal(kindOf([search]), 'web_search');
    assert.equal(kindOf([search, ...tools]), 'main');
    assert.equal(kindOf([search, { name: 'a', input_schema: {} }]), 'main');
    assert.equal(kindOf([{ name: 'web_search', input_schema: {} }]), 'main');
  });
});

describe('a turn of the user', () => {
  const kindOf = (...messages: object[]) =>
    readRequest(requestOf({ body: JSON.parse(JSON.stringify({ messages })) })).kind;
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Read', input: {} }] };
  const result = { type: 'tool_result', tool_use_id: 'a', content: 'x' };
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
  const say = (...content: object[]) => ({ role: 'user', content });
  const text = (value: string) => ({ type: 'text', text: value });
  const reminder = text('<system-reminder>\nThe file changed.\n</system-reminder>\n');

  it('goes on where there are only results and what the client wrote', () => {
    assert.equal(kindOf(say(text('go')), call, say(result)), 'continuation');
    assert.equal(kindOf(say(text('go')), call, say(result, reminder)), 'continuation');
    assert.equal(kindOf(say(text('go')), call, say(reminder, result, text('Tool loaded.'))), 'continuation');
    assert.equal(kindOf(say(text('go')), call, say(result, image)), 'continuation');
    assert.equal(kindOf(say(text('go')), call, say(result), { role: 'system', content: 'Be quick.' }), 'continuation');
  });

  it('begins where the user says something', () => {
    assert.equal(kindOf(say(text('go')), call, say(result, text('no, stop'))), 'main');
    assert.equal(kindOf(say(text('go')), call, say(result), say(text('no, stop'))), 'main');
    assert.equal(kindOf(say(text('go')), call, say(result), say(text('no')), say(reminder)), 'main');
    assert.equal(kindOf(call, say(text('no')), { role: 'system', content: 'Be quick.' }, say(reminder)), 'main');
    assert.equal(kindOf(say(text('go')), { role: 'assistant', content: '{' }), 'main');
    assert.equal(kindOf(say(text('<system-reminder>a</system-reminder>and this?'))), 'main');
    assert.equal(kindOf(say(text('<div>why</div>'))), 'main');
    assert.equal(kindOf(say(text(`${'\n'.repeat(300)}x`))), 'main');
  });

  it('may be a picture', () => {
    assert.equal(kindOf(say(image)), 'main');
    assert.equal(kindOf(say(text('go')), { role: 'assistant', content: 'ok' }, say(image, reminder)), 'main');
  });

  it('of nothing is a main without words', () => {
    for (const messages of [
      [],
      [{}],
      [{ role: 'user' }],
      [{ role: 'user', content: [] }],
      [{ role: 7, content: {} }],
    ]) {
      assert.equal(kindOf(...messages), 'main', JSON.stringify(messages));
    }
  });
});
