/** Settings of a request: what goes along, and what is lost and named. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answers } from '../../support/openai-sides.ts';
import { responseOf, stage } from './stage.ts';

describe('settings', () => {
  test('go along to a chat platform', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const settings = {
      temperature: 0,
      top_p: 0.5,
      max_output_tokens: 33,
      reasoning: { effort: 'low', summary: 'auto' },
    };
    const response = await stage.good('chat', settings);
    const { temperature, top_p, max_tokens, reasoning_effort } = stage.sent;
    assert.deepEqual([temperature, top_p, max_tokens, reasoning_effort], [0, 0.5, 33, 'low']);
    assert.deepEqual([response.temperature, response.top_p, response.max_output_tokens], [0, 0.5, 33]);
  });

  test('go along to Anthropic', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { temperature: 0.5, max_output_tokens: 33, instructions: 'S' });
    assert.deepEqual([stage.claude.temperature, stage.claude.max_tokens], [0.5, 33]);
    assert.deepEqual(stage.claude.system, [{ type: 'text', text: 'S' }]);
    await stage.good('claude');
    assert.equal(stage.claude.max_tokens, 64_000, "the model's own limit, as Anthropic demands one");
  });

  test('have a temperature lowered to what Anthropic takes, as a loss', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const reply = await stage.send('claude', { temperature: 1.8 });
    assert.equal(stage.claude.temperature, 1);
    assert.deepEqual(await stage.losses(reply), ['temperature']);
  });
});

/** What only OpenAI knows, and the path by which its loss is named. */
const LOST: readonly (readonly [string, unknown])[] = [
  ['text', { verbosity: 'low' }],
  ['text', { format: { type: 'json_object' } }],
  ['prompt_cache_key', 'p'],
  ['prompt_cache_retention', '24h'],
  ['client_metadata', { a: 'b' }],
  ['metadata', { a: 'b' }],
  ['store', true],
  ['truncation', 'auto'],
  ['service_tier', 'flex'],
  ['safety_identifier', 's'],
  ['user', 'u'],
  ['max_tool_calls', 3],
  ['top_logprobs', 2],
  ['include', ['file_search_call.results']],
  ['a_newer_field', 1],
];
for (const to of ['chat', 'claude'] as const) {
  for (const [field, value] of LOST) {
    test(`${field} ${JSON.stringify(value)} is a loss at ${to}`, async () => {
      stage.platform.play(answers({ text: 'ok' }));
      const reply = await stage.send(to, { [field]: value });
      assert.equal(responseOf(reply).status, 'completed', reply.text);
      assert.ok(stage.sent);
      const losses = await stage.losses(reply);
      assert.ok(losses.length === 1 && losses[0]?.split('.')[0] === field, `${losses}`);
    });
  }

  test(`what says what redwolf does anyway is no loss at ${to}`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const harmless = { store: false, background: false, truncation: 'disabled', service_tier: 'auto', metadata: null };
    const include = ['reasoning.encrypted_content'];
    const reply = await stage.send(to, { ...harmless, include, text: { format: { type: 'text' } } });
    assert.deepEqual(await stage.losses(reply), []);
  });
}
