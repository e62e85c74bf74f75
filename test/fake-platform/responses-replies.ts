/** What platforms that speak OpenAI's Responses API send, as data for a script. */

import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';

const HEAD = { id: 'resp_fake', object: 'response', created_at: 1_760_000_000, model: 'm-upstream' };
const USAGE = { input_tokens: 9, output_tokens: 3, total_tokens: 12 };

/** One text, whole or as a stream, as the request asks. Source: the response types of the `openai` package. */
export function responsesAnswer(text: string): (request: RecordedRequest) => ScriptedReply {
  const item = { id: 'msg_fake', type: 'message', role: 'assistant' };
  const content = [{ type: 'output_text', text, annotations: [] }];
  const done = { ...item, status: 'completed', content };
  const response = { ...HEAD, status: 'completed', output: [done], usage: USAGE };
  const at = { item_id: item.id, output_index: 0, content_index: 0 };
  const events: readonly (readonly [string, object])[] = [
    ['response.created', { response: { ...HEAD, status: 'in_progress', output: [] } }],
    ['response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress', content: [] } }],
    ['response.output_text.delta', { ...at, delta: text }],
    ['response.output_item.done', { output_index: 0, item: done }],
    ['response.completed', { response }],
  ];
  const stream = events.map(([type, fields]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  return ({ body }) => (body?.stream === true ? { stream } : { json: response });
}
