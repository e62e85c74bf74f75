import { assistant, image, text, toolResult, toolUse, user } from '../../support/request-parts.ts';
import { type Case, one } from '../case.ts';
import type { Check } from '../check.ts';

const LONG_TEXT = 'lorem ipsum dolor '.repeat(50);

export const ENDPOINTS_CASES: readonly Case[] = [
  one('count_tokens/basic', {
    manual: true,
    async check(t) {
      const tokens = await countTokens(t, { messages: [user('Hello, world. How are you today?')] });
      t.equal(t.reply.status, 200, 'status');
      t.ok(Number.isInteger(tokens), `input_tokens ${t.reply.text}`);
      t.ok(tokens >= 5 && tokens < 60, `${tokens} tokens`);
      t.equal(t.requests.filter((request) => request.path.includes('chat')).length, 0, 'calls of a model');
    },
  }),
  one('count_tokens/counts-everything', {
    manual: true,
    async check(t) {
      const messages = [user('q')];
      const plain = await countTokens(t, { messages });
      const withSystem = await countTokens(t, { messages, system: LONG_TEXT });
      const tools = [{ name: 'f', description: LONG_TEXT, input_schema: { type: 'object' } }];
      const withTools = await countTokens(t, { messages, tools });
      const call = assistant([toolUse('t', 'f', { w: LONG_TEXT })]);
      const withCall = await countTokens(t, { messages: [user('q'), call, user([toolResult('t', LONG_TEXT)])] });
      t.ok(plain > 0, `${plain} tokens`);
      t.ok(withSystem > plain + 60, `system not counted: ${plain} -> ${withSystem}`);
      t.ok(withTools > plain + 60, `tools not counted: ${plain} -> ${withTools}`);
      t.ok(withCall > plain + 120, `tool blocks not counted: ${plain} -> ${withCall}`);
    },
  }),
  one('count_tokens/image-not-as-text', {
    manual: true,
    async check(t) {
      const plain = await countTokens(t, { messages: [user('q')] });
      const withImage = await countTokens(t, { messages: [user([text('q'), image('A'.repeat(400_000))])] });
      t.ok(Number.isInteger(withImage), `input_tokens ${t.reply.text}`);
      t.ok(withImage < 20_000, `a 300 kB image counts as ${withImage} tokens`);
      t.ok(withImage > plain, 'the image counts nothing');
    },
  }),
  one('models/list-shape', {
    method: 'GET',
    path: '/v1/models',
    check(t) {
      t.equal(t.reply.status, 200, 'status');
      const body = t.reply.json ?? {};
      const model = body.data?.[0];
      if (!t.ok(model, `data ${t.reply.text}`)) return;
      t.equal(model?.type, 'model', 'type');
      t.equal(typeof model?.id, 'string', 'id');
      t.equal(typeof model?.display_name, 'string', 'display_name');
      t.equal(typeof model?.created_at, 'string', 'created_at');
      t.ok(!Number.isNaN(Date.parse(model?.created_at ?? '')), `created_at ${model?.created_at}`);
      t.equal(typeof body.has_more, 'boolean', 'has_more');
      t.ok('first_id' in body, 'first_id');
      t.ok('last_id' in body, 'last_id');
    },
  }),
  one('models/retrieve', {
    manual: true,
    async check(t) {
      const list = await t.send({ method: 'GET', path: '/v1/models' });
      const id = list.json?.data?.[0]?.id;
      if (!t.ok(id, 'the list is empty')) return;
      const { status, json } = await t.send({ method: 'GET', path: `/v1/models/${encodeURIComponent(id ?? '')}` });
      t.equal(status, 200, 'status');
      t.equal(json?.type, 'model', 'type');
      t.equal(json?.id, id, 'id');
    },
  }),
  one('models/unknown', {
    method: 'GET',
    path: '/v1/models/no-such-model-xyz',
    check(t) {
      t.error(404, 'not_found_error');
    },
  }),
];

/** The count for a request without max_tokens, which that endpoint needs not; NaN if there is none. */
async function countTokens(t: Check, body: object): Promise<number> {
  const reply = await t.send({ path: '/v1/messages/count_tokens', body: { max_tokens: undefined, ...body } });
  return reply.json?.input_tokens ?? Number.NaN;
}
