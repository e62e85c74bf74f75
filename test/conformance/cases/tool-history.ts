import { answer } from '../../fake-platform/openai-replies.ts';
import { conversation, images, jsonIncludes, roles, textOf } from '../../support/openai-rules.ts';
import {
  assistant,
  image,
  imageAt,
  PNG,
  text,
  tool,
  toolResult,
  toolUse,
  user,
  WEATHER,
} from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';

const CALL_AND_RESULT = [
  user('weather?'),
  assistant([text('Looking.'), toolUse('toolu_1', 'get_weather', { city: 'Paris' })]),
  user([toolResult('toolu_1', '18C')]),
];

export const TOOL_HISTORY_CASES: readonly Case[] = [
  one('tools/history-call-and-result', {
    body: { tools: [WEATHER], messages: CALL_AND_RESULT },
    upstream: answer({ text: '18' }),
    async check(t) {
      await t.good();
      t.equal(roles(t.sent), 'user assistant tool', 'roles');
      const [, turn, result] = conversation(t.sent);
      const call = turn?.tool_calls?.[0];
      t.equal(textOf(turn?.content), 'Looking.');
      t.equal(call?.function?.name, 'get_weather');
      t.equal(JSON.parse(call?.function?.arguments ?? 'null'), { city: 'Paris' }, 'arguments');
      t.equal(result?.tool_call_id, call?.id, 'ids match');
      t.equal(textOf(result?.content), '18C');
    },
  }),
  one('tools/history-parallel-results', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', { city: 'A' }), toolUse('t2', 'get_weather', { city: 'B' })]),
        user([toolResult('t2', 'second'), toolResult('t1', 'first'), text('go on')]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(roles(t.sent), 'user assistant tool tool user', 'roles');
      const [, turn, ...after] = conversation(t.sent);
      const results = new Map(after.map((message) => [message.tool_call_id, textOf(message.content)]));
      const inOrderOfCalls = turn?.tool_calls?.map((call) => results.get(call.id));
      t.equal(inOrderOfCalls, ['first', 'second'], 'results paired');
      t.equal(textOf(after[2]?.content), 'go on', 'text after results');
    },
  }),
  one('tools/text-before-result', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', {})]),
        user([text('note first'), toolResult('t1', 'R')]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      const [, , result, ...after] = conversation(t.sent);
      t.equal(result?.role, 'tool', 'the tool message must follow the call at once');
      t.equal(textOf(result?.content), 'R');
      t.ok(jsonIncludes(after, 'note first'), 'text lost');
    },
  }),
  one('tools/result-blocks', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', {})]),
        user([toolResult('t1', [text('line one'), text('line two')])]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.ok(/line one[\s\S]*line two/.test(textOf(conversation(t.sent)[2]?.content)), 'both blocks in order');
    },
  }),
  one('tools/result-empty', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([
          toolUse('t1', 'get_weather', {}),
          toolUse('t2', 'get_weather', {}),
          toolUse('t3', 'get_weather', {}),
        ]),
        user([toolResult('t1'), toolResult('t2', ''), toolResult('t3', [])]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(roles(t.sent), 'user assistant tool tool tool', 'roles');
    },
  }),
  one('tools/result-is-error', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', {})]),
        user([toolResult('t1', 'ENOENT: no such file', { is_error: true })]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.includes(textOf(conversation(t.sent)[2]?.content), 'ENOENT: no such file');
    },
  }),
  one('tools/result-image', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'shot', {})]),
        user([toolResult('t1', [text('see'), image(PNG)])]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.includes(textOf(conversation(t.sent)[2]?.content), 'see');
      t.equal(images(t.sent), [`data:image/png;base64,${PNG}`], 'image reaches the model');
    },
  }),
  one('tools/empty-input-history', {
    body: {
      tools: [tool('noargs')],
      messages: [user('q'), assistant([toolUse('t1', 'noargs', {})]), user([toolResult('t1', 'r')])],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      const turn = conversation(t.sent)[1];
      t.equal(turn?.tool_calls?.[0]?.function?.arguments, '{}', 'arguments');
      t.equal(textOf(turn?.content), '', 'no invented text');
    },
  }),
  one('tools/consecutive-user-messages', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', {})]),
        user([toolResult('t1', 'R')]),
        user('and then'),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      const [, , result, ...after] = conversation(t.sent);
      t.equal(result?.role, 'tool');
      t.ok(jsonIncludes(after, 'and then'), 'second user message kept');
    },
  }),
  one('tools/orphan-result', {
    body: { tools: [WEATHER], messages: [user([toolResult('toolu_gone', 'old result'), text('continue')])] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      if (t.reply.status === 400) {
        t.error(400, 'invalid_request_error');
        return;
      }
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'continue'));
      t.ok(jsonIncludes(t.sent.messages, 'old result'), 'orphaned result text lost');
    },
  }),
  one('tools/unanswered-call', {
    body: {
      tools: [WEATHER],
      messages: [user('q'), assistant([text('calling'), toolUse('t1', 'get_weather', {})]), user('never mind, stop')],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      if (t.reply.status === 400) {
        t.error(400, 'invalid_request_error');
        return;
      }
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'never mind, stop'));
    },
  }),
  one('tools/results-in-two-user-turns', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'get_weather', {}), toolUse('t2', 'get_weather', {})]),
        user([toolResult('t1', 'r1'), text('note')]),
        user([toolResult('t2', 'r2')]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'r1'), 'first result lost');
      t.ok(jsonIncludes(t.sent.messages, 'r2'), 'second result lost');
      t.ok(jsonIncludes(t.sent.messages, 'note'), 'text lost');
    },
  }),
  one('tools/result-image-only', {
    body: {
      tools: [WEATHER],
      messages: [
        user('q'),
        assistant([toolUse('t1', 'shot', {})]),
        user([toolResult('t1', [imageAt('https://e.x/s.png')])]),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(images(t.sent), ['https://e.x/s.png'], 'image');
    },
  }),
  one('tools/server-blocks-in-history', {
    body: {
      messages: [
        user('search x'),
        assistant([
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [
              { type: 'web_search_result', url: 'https://found.example', title: 'FOUND', encrypted_content: 'EEEE' },
            ],
          },
          text('It is y.', {
            citations: [
              {
                type: 'web_search_result_location',
                url: 'https://found.example',
                title: 'FOUND',
                encrypted_index: 'z',
                cited_text: 'y',
              },
            ],
          }),
        ]),
        user('more'),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'It is y.'), 'assistant text lost');
      t.ok(!jsonIncludes(t.sent, 'EEEE'), 'encrypted blob sent upstream');
    },
  }),
];
