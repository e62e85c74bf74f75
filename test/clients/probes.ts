/** The small calls of Claude Code that a run without a terminal does not make, in their real shape. */

import { messageFaults } from '../support/anthropic-rules.ts';
import { type Reply, send } from '../support/http-client.ts';
import { assistant, text, toolResult, toolUse, user } from '../support/request-parts.ts';
import { wireFaults } from './tap.ts';

const TITLE_FORMAT = {
  type: 'json_schema',
  schema: {
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['title'],
    additionalProperties: false,
  },
};

const BASH = {
  name: 'Bash',
  description: 'run',
  input_schema: { type: 'object', properties: { command: { type: 'string' } } },
  defer_loading: true,
};

/** Names the session: no tools, a JSON schema wanted. */
const TITLE_CALL = {
  messages: [user([text('<session>\nhello\n</session>')])],
  system: [text('Name the session.')],
  tools: [],
  metadata: { user_id: '{"device_id":"d","account_uuid":"","session_id":"s"}' },
  max_tokens: 32_000,
  output_config: { effort: 'high', format: TITLE_FORMAT },
  stream: true,
};

/** What it sends after a broken stream, with results in another order than the calls, and one of them empty. */
const FALLBACK_CALL = {
  max_tokens: 64_000,
  stream: false,
  system: [text('S', { cache_control: { type: 'ephemeral' } })],
  tools: [BASH],
  messages: [
    user('a'),
    user([text('b')]),
    { role: 'system', content: 'mid note' },
    assistant([
      { type: 'thinking', thinking: 'x', signature: '' },
      toolUse('toolu_A', 'Bash'),
      toolUse('toolu_B', 'Bash'),
    ]),
    user([toolResult('toolu_B', 'Exit code 1', { is_error: true }), toolResult('toolu_A'), text('go on')]),
  ],
};

/** All that is wrong with the answers of the gateway at this address. */
export async function probeFaults(baseUrl: string, key: string): Promise<string[]> {
  const post = (path: string, body: object, bearer = key) =>
    send(baseUrl + path, {
      headers: { authorization: `Bearer ${bearer}`, 'anthropic-version': '2023-06-01', 'x-app': 'cli' },
      body: { model: 'claude-opus-5-5', ...body },
    });
  const title = await post('/v1/messages?beta=true', TITLE_CALL);
  const fallback = await post('/v1/messages?beta=true', FALLBACK_CALL);
  const count = await post('/v1/messages/count_tokens?beta=true', { messages: [user('foo')], tools: [] });
  const wrongKey = await post('/v1/messages', {}, 'wrong-key');
  return [
    ...named('title', title, wireFaults(title.raw)),
    ...named('fallback without a stream', fallback, messageFaults(fallback.json)),
    ...named('count_tokens', count, (count.json?.input_tokens ?? 0) > 0 ? [] : ['no count']),
    ...(wrongKey.status === 401 && wrongKey.json?.error?.type === 'authentication_error' ? [] : ['wrong key: no 401']),
  ];
}

function named(name: string, { status, text }: Reply, faults: readonly string[]): string[] {
  const all = status === 200 ? faults : [`status ${status}: ${text.slice(0, 200)}`];
  return all.map((fault) => `probe ${name}: ${fault}`);
}
