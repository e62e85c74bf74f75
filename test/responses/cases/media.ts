/** Images, files and structured output. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { PNG } from '../../support/request-parts.ts';
import { call, output, responseOf, stage, textOf, user } from './stage.ts';

const ID = 'call_abcdefgh1234';
const URL = `data:image/png;base64,${PNG}`;
const PICTURE = { type: 'input_image', image_url: URL, detail: 'auto' };
const PDF = { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' };
const SCHEMA = {
  type: 'object',
  properties: { title: { type: 'string' } },
  required: ['title'],
  additionalProperties: false,
};

for (const to of SIDES) {
  test(`images in a message and in a result reach ${to}`, async () => {
    stage.platform.play(answers({ text: 'a dot' }));
    const see = user([{ type: 'input_text', text: 'See' }, PICTURE]);
    await stage.good(to, { input: [see, call(ID, 'view_image', '{}'), output(ID, [PICTURE])] });
    assert.equal(stage.raw.split(PNG).length - 1, 2);
  });

  test(`a file reaches ${to}`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const reply = await stage.send(to, { input: [user([PDF, { type: 'input_text', text: 'what?' }])] });
    assert.equal(reply.status, 200, reply.text);
    assert.ok(stage.raw.includes('a.pdf'));
    // Ollama takes no files: the model is told the name, and the call's record that the rest was left out.
    assert.equal(stage.raw.includes('JVBERi0='), to !== 'ollama');
  });

  test(`a schema reaches ${to}, and the official client parses what comes`, async () => {
    stage.platform.play(answers({ text: '{"title":"你好"}' }));
    const response = await stage.sdk.responses.parse({
      model: MODELS[to],
      input: 'Who?',
      text: { format: { type: 'json_schema', name: 'title', strict: true, schema: SCHEMA } },
    });
    assert.equal(response.output_text, '{"title":"你好"}');
    assert.ok(stage.raw.includes('"additionalProperties":false'));
  });
}

describe('for a chat platform', () => {
  test('a file keeps its name and its bytes', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('chat', { input: [user([PDF])] });
    const file = { filename: PDF.filename, file_data: PDF.file_data };
    assert.deepEqual(stage.sent.messages?.[0]?.content, [{ type: 'file', file }]);
  });

  test('an image of a result stands in a message of its own, behind the results', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('chat', { input: [user('go'), call(ID, 'f', '{}'), output(ID, [PICTURE]), user('and?')] });
    const roles = stage.sent.messages?.map(({ role }) => role);
    assert.deepEqual(roles?.slice(0, 3), ['user', 'assistant', 'tool']);
  });

  test('a schema keeps its name and its strictness', async () => {
    stage.platform.play(answers({ text: '{}' }));
    await stage.good('chat', {
      text: { format: { type: 'json_schema', name: 'title', strict: true, schema: SCHEMA } },
    });
    const json_schema = { name: 'title', schema: SCHEMA, strict: true };
    assert.deepEqual(stage.sent.response_format, { type: 'json_schema', json_schema });
  });
});

describe('for Anthropic', () => {
  test('an image by its address', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { input: [user([{ type: 'input_image', image_url: 'https://example.com/a.png' }])] });
    const source = { type: 'url', url: 'https://example.com/a.png' };
    assert.deepEqual(stage.claude.messages?.[0]?.content, [{ type: 'image', source }]);
  });

  test('an image of a result stands in the result', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { input: [user('go'), call(ID, 'f', '{}'), output(ID, [PICTURE])] });
    const [result] = Object(stage.claude.messages?.[2]?.content);
    assert.deepEqual([result.type, result.content[0].source.data], ['tool_result', PNG]);
  });

  test('a schema', async () => {
    stage.platform.play(answers({ text: '{}' }));
    await stage.good('claude', { text: { format: { type: 'json_schema', name: 'title', schema: SCHEMA } } });
    assert.deepEqual(stage.claude.output_config?.format, { type: 'json_schema', schema: SCHEMA });
  });
});

for (const to of ['chat', 'claude', 'ollama'] as const) {
  test(`a file by its id, which only OpenAI can read, is a loss at ${to}`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const input = [
      user([
        { type: 'input_image', file_id: 'file-1' },
        { type: 'input_text', text: 'what?' },
      ]),
    ];
    const reply = await stage.send(to, { input });
    assert.equal(textOf(responseOf(reply)), 'ok');
    assert.ok(stage.sent);
    assert.ok((await stage.losses(reply)).length > 0);
  });
}
