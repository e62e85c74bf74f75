import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RequestSource, requestOf } from '../../../test/support/request-view.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readRequest } from './read-request.ts';
import type { Reading } from './reading.ts';

const SESSION = '01a2079d-82d2-7ac3-bafe-00accdd2b2ec';
const THREAD = '01a2079e-0000-7ac3-bafe-00accdd2b2ec';

function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

describe('Codex', () => {
  const text = (role: string, value: string) => ({
    type: 'message',
    role,
    content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text: value }],
  });
  const opening = [
    text('developer', '<permissions instructions>\nAsk first.\n</permissions instructions>'),
    text('user', '# AGENTS.md instructions for /src\n\n<INSTRUCTIONS>\nBe brief.\n</INSTRUCTIONS>'),
    text('user', '<environment_context>\n  <cwd>/src</cwd>\n</environment_context>'),
    text('user', 'fix the build'),
  ];
  const call = { type: 'function_call', call_id: 'a', name: 'exec_command', arguments: '{"cmd":"make"}' };
  const output = { type: 'function_call_output', call_id: 'a', output: 'ok' };
  const tools = [{ type: 'function', name: 'exec_command', description: 'x'.repeat(2_000), parameters: {} }];
  const headers = { 'user-agent': 'codex_exec/0.169.0', 'session-id': SESSION, 'thread-id': SESSION };

  function read(input: unknown, more: Partial<RequestSource> = {}, fields: object = {}): Reading {
    const body = plain({ model: 'gpt-5', input, tools, ...fields });
    return readRequest(requestOf({ protocol: 'openai-responses', path: '/v1/responses', headers, ...more, body }));
  }

  it('begins with the words behind what it writes itself', () => {
    const told = read(opening);
    assert.deepEqual([told.kind, told.client, told.agent], ['main', 'codex', null]);
    assert.deepEqual(told.session, { key: SESSION, source: 'header' });
    assert.equal(read(opening.slice(0, 3)).kind, 'continuation');
    assert.equal(read('fix the build').kind, 'main');
  });

  it('goes on with the outputs of its tools', () => {
    assert.equal(read([...opening, call, output]).kind, 'continuation');
    assert.equal(
      read([...opening, { type: 'reasoning', summary: [] }, call, output, text('developer', 'x')]).kind,
      'continuation',
    );
    assert.equal(read([...opening, call, output, text('assistant', 'Done.'), text('user', 'thanks')]).kind, 'main');
    const aborted = text('user', '<turn_aborted>\nThe user interrupted.\n</turn_aborted>');
    assert.equal(read([...opening, call, output, aborted]).kind, 'continuation');
    const own = { type: 'custom_tool_call_output', call_id: 'b', output: 'ok' };
    assert.equal(
      read([...opening, { type: 'custom_tool_call', call_id: 'b', name: 'apply_patch', input: '' }, own]).kind,
      'continuation',
    );
  });

  it('compacts by a prompt of its own, or says so', () => {
    const prompt = text('user', 'You are performing a CONTEXT CHECKPOINT COMPACTION. Create a handoff summary.');
    assert.equal(read([...opening, call, output, prompt]).kind, 'compaction');
    const kindBy = (turn: object) =>
      read(opening, { headers: { ...headers, 'x-codex-turn-metadata': JSON.stringify(turn) } }).kind;
    assert.equal(kindBy({ request_kind: 'compaction' }), 'compaction');
    assert.equal(kindBy({ request_kind: 'memory' }), 'side');
    assert.equal(kindBy({ request_kind: 'prewarm' }), 'side');
    assert.equal(kindBy({ request_kind: 'turn' }), 'main');
    const compact = read(opening, { headers: { ...headers, 'x-openai-subagent': 'compact' } });
    assert.deepEqual([compact.kind, compact.agent], ['compaction', null]);
  });

  it('has subagents with threads of their own', () => {
    const child = {
      ...headers,
      'thread-id': THREAD,
      'x-codex-parent-thread-id': SESSION,
      'x-openai-subagent': 'collab_spawn',
    };
    const told = read(opening, { headers: child });
    assert.deepEqual([told.isSubagent, told.agent], [true, THREAD]);
    assert.deepEqual(told.session, { key: SESSION, source: 'header' });
    const inBody = { session_id: SESSION, thread_id: THREAD, 'x-openai-subagent': 'review' };
    const bare = read(opening, { headers: {} }, { client_metadata: inBody });
    assert.deepEqual([bare.agent, bare.session], [THREAD, { key: SESSION, source: 'metadata' }]);
  });

  it('names its session in several ways', () => {
    const sessionBy = (fields: object, others: Record<string, string> = {}) =>
      read(opening, { headers: others }, fields).session;
    assert.deepEqual(sessionBy({}, { session_id: SESSION }), { key: SESSION, source: 'header' });
    assert.deepEqual(sessionBy({ prompt_cache_key: SESSION }), { key: SESSION, source: 'metadata' });
    const turn = { 'x-codex-turn-metadata': JSON.stringify({ session_id: SESSION, turn_id: 't1' }) };
    assert.deepEqual(sessionBy({ client_metadata: turn }), { key: SESSION, source: 'metadata' });
    assert.equal(read(opening, { headers: {} }, { client_metadata: turn }).promptId, 't1');
    assert.equal(sessionBy({ prompt_cache_key: 'all-of-our-users' })?.source, 'hash');
  });

  it('may send what is no JSON', () => {
    const odd = { ...headers, 'x-codex-turn-metadata': '{"request_kind":' };
    assert.equal(read(opening, { headers: odd }).kind, 'main');
    assert.equal(read(opening, {}, { client_metadata: [1, 'x'] }).kind, 'main');
  });
});

describe('opencode', () => {
  const headers = { 'user-agent': 'opencode/1.18.33', 'x-session-id': 'ses_b', 'x-session-affinity': 'ses_b' };
  const tools = [{ type: 'function', function: { name: 'bash', description: 'x'.repeat(2_000), parameters: {} } }];
  const system = { role: 'system', content: 'You are opencode, an agent.' };

  function read(messages: object[], fields: object = { tools }, more: Record<string, string> = {}): Reading {
    const body = plain({ model: 'm', messages, ...fields });
    return readRequest(requestOf({ protocol: 'openai-chat', headers: { ...headers, ...more }, body }));
  }

  it('talks, and goes on', () => {
    const told = read([system, { role: 'user', content: 'fix it' }]);
    assert.deepEqual([told.kind, told.client], ['main', 'opencode']);
    assert.deepEqual(told.session, { key: 'ses_b', source: 'header' });
    const called = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'bash', arguments: '{}' } }],
    };
    const result = { role: 'tool', tool_call_id: 'a', content: 'ok' };
    assert.equal(read([system, { role: 'user', content: 'fix it' }, called, result]).kind, 'continuation');
    assert.equal(read([system, called, result, { role: 'user', content: 'more' }]).kind, 'main');
    const picture = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }] };
    assert.equal(read([system, called, result, picture]).kind, 'continuation');
  });

  it('makes titles and summaries', () => {
    const ask = { role: 'user', content: 'Generate a title for this conversation:\n' };
    const title = { role: 'system', content: 'You are a title generator. You output ONLY a thread title.' };
    assert.equal(read([title, ask, { role: 'user', content: 'fix it' }], {}).kind, 'title');
    assert.equal(read([ask, { role: 'user', content: 'fix it' }], {}).kind, 'title');
    const summary = { role: 'user', content: 'Create a new anchored summary from the conversation history above.' };
    assert.equal(read([system, { role: 'user', content: 'fix it' }, summary], {}).kind, 'compaction');
    const summarizer = {
      role: 'system',
      content: 'You are an anchored context summarization assistant for coding sessions.',
    };
    assert.equal(read([summarizer, { role: 'user', content: 'x' }], {}).kind, 'compaction');
  });

  it('has subagents that are sessions with a parent', () => {
    const told = read([system, { role: 'user', content: 'look' }], { tools }, { 'x-parent-session-id': 'ses_a' });
    assert.deepEqual([told.session?.key, told.agent, told.isSubagent], ['ses_a', 'ses_b', true]);
  });
});

describe('qwen-code', () => {
  const headers = { 'user-agent': 'QwenCode/0.15.10 (linux; x64)' };
  const tools = [{ type: 'function', function: { name: 'read_file', description: 'x'.repeat(2_000), parameters: {} } }];
  const opening = [
    { role: 'system', content: 'You are Qwen Code, an interactive CLI agent.' },
    { role: 'user', content: 'This is the Qwen Code. We are setting up the context for our chat.\nToday is Monday.' },
    { role: 'assistant', content: 'Got it. Thanks for the context!' },
  ];

  function read(messages: object[], fields: object = { tools }): Reading {
    const body = plain({ model: 'm', messages, ...fields });
    return readRequest(requestOf({ protocol: 'openai-chat', headers, body }));
  }

  it('has no session but what its conversation is', () => {
    const first = read([...opening, { role: 'user', content: 'fix it' }]);
    assert.deepEqual([first.kind, first.client, first.session?.source], ['main', 'qwen-code', 'hash']);
    const called = { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'read_file', arguments: '{}' } }] };
    const later = read([
      ...opening,
      { role: 'user', content: 'fix it' },
      called,
      { role: 'tool', tool_call_id: 'a', content: 'x' },
    ]);
    assert.equal(later.kind, 'continuation');
    assert.deepEqual(later.session, first.session);
    assert.notDeepEqual(read([...opening, { role: 'user', content: 'explain it' }]).session, first.session);
  });

  it('names its session to DashScope', () => {
    const told = read([...opening, { role: 'user', content: 'fix it' }], {
      tools,
      metadata: { sessionId: SESSION, promptId: `${SESSION}########1` },
    });
    assert.deepEqual(told.session, { key: SESSION, source: 'metadata' });
    assert.equal(told.promptId, `${SESSION}########1`);
  });

  it('makes summaries, and asks who speaks next', () => {
    const compress = {
      role: 'user',
      content: 'First, reason in your scratchpad. Then, generate the <state_snapshot>.',
    };
    assert.equal(read([...opening, { role: 'user', content: 'fix it' }, compress], {}).kind, 'compaction');
    const next = {
      role: 'user',
      content: 'Analyze *only* the content and structure of your immediately preceding response',
    };
    assert.equal(
      read([...opening, { role: 'user', content: 'fix it' }, { role: 'assistant', content: 'Done.' }, next]).kind,
      'side',
    );
  });
});

describe('ids', () => {
  const read = (headers: Record<string, string>, metadata: object = {}) =>
    readRequest(requestOf({ headers, body: plain({ messages: [{ role: 'user', content: 'x' }], metadata }) }));

  it('of the older form are read', () => {
    const userId = `user_${'0'.repeat(64)}_account__session_${SESSION}`;
    assert.deepEqual(read({}, { user_id: userId }).session, { key: SESSION, source: 'metadata' });
    assert.equal(read({}, { user_id: 'somebody' }).session?.source, 'hash');
    assert.equal(read({}, { user_id: '{"session_id":' }).session?.source, 'hash');
    assert.equal(read({}, { user_id: '{"session_id":5}' }).session?.source, 'hash');
  });

  it('that no row should hold are named by their hash', () => {
    for (const key of ['x'.repeat(129), 'a\u0000b', 'two words', 'é']) {
      const told = read({}, { session_id: key }).session;
      assert.deepEqual([told?.source, told?.key.length], ['metadata', 32], JSON.stringify(key));
    }
    assert.match(read({ 'x-claude-code-agent-id': 'x'.repeat(5_000) }).agent ?? '', /^[\da-f]{32}$/);
    assert.equal(read({ 'x-claude-code-session-id': '' }).session?.source, 'hash');
  });
});
