/** Images, files and structured output, for an OpenAI client of Anthropic. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blocksOf } from '../../support/claude-rules.ts';
import { answers } from '../../support/openai-sides.ts';
import { PNG } from '../../support/request-parts.ts';
import { completionOf, messageOf, stage, user } from './stage.ts';

const PDF = Buffer.from('%PDF-1.4 small').toString('base64');

async function blocks(...parts: readonly object[]) {
  stage.platform.play(answers({ text: 'seen' }));
  await stage.good('claude', { messages: [user([...parts, { type: 'text', text: 'what?' }])] });
  return blocksOf(stage.claude.messages?.[0]).slice(0, -1);
}

describe('media for Anthropic', () => {
  test('an image in the request', async () => {
    const part = { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}`, detail: 'high' } };
    assert.deepEqual(await blocks(part), [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
    ]);
  });

  test('an image of the type that does not exist', async () => {
    const part = { type: 'image_url', image_url: { url: `data:image/jpg;base64,${PNG}` } };
    const [image] = await blocks(part);
    assert.deepEqual(image?.['source'], { type: 'base64', media_type: 'image/jpeg', data: PNG });
  });

  test('an image by its address', async () => {
    const part = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    assert.deepEqual(await blocks(part), [
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    ]);
  });

  test('a PDF', async () => {
    const part = { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` } };
    assert.deepEqual(await blocks(part), [
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: PDF },
        title: 'a.pdf',
      },
    ]);
  });

  test('a file of text', async () => {
    const text = Buffer.from('# 你好\n').toString('base64');
    const part = { type: 'file', file: { filename: 'a.md', file_data: `data:text/markdown;base64,${text}` } };
    const [document] = await blocks(part);
    assert.deepEqual(document?.['source'], { type: 'text', media_type: 'text/plain', data: '# 你好\n' });
  });

  test('sound is a loss, and the words go on', async () => {
    stage.platform.play(answers({ text: 'seen' }));
    const sound = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
    const reply = await stage.send('claude', { messages: [user([sound, { type: 'text', text: 'what?' }])] });
    assert.equal(reply.status, 200, reply.text);
    stage.checkSent();
    assert.deepEqual(await stage.losses(reply), ['messages[].content[]']);
  });

  test('a message of nothing but sound does not become an empty one', async () => {
    stage.platform.play(answers({ text: 'seen' }));
    const sound = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
    const reply = await stage.send('claude', { messages: [user([sound])] });
    assert.equal(reply.status, 200, reply.text);
    stage.checkSent();
  });

  test('the name of an author is a loss', async () => {
    stage.platform.play(answers({ text: 'seen' }));
    const reply = await stage.send('claude', { messages: [{ role: 'user', name: 'ann', content: 'hi' }] });
    stage.checkSent();
    assert.deepEqual(await stage.losses(reply), ['messages[].name']);
  });
});

describe('structured output of Anthropic', () => {
  const SCHEMA = {
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['title'],
    additionalProperties: false,
  };

  test('a schema', async () => {
    stage.platform.play(answers({ text: '{"title":"你好"}' }));
    const format = { type: 'json_schema', json_schema: { name: 'title', strict: true, schema: SCHEMA } };
    const completion = await stage.good('claude', { response_format: format });
    assert.deepEqual(stage.claude.output_config?.format, { type: 'json_schema', schema: SCHEMA });
    assert.equal(messageOf(completion).content, '{"title":"你好"}');
  });

  test('with an effort of the newer model beside it', async () => {
    stage.platform.play(answers({ text: '{}' }));
    const format = { type: 'json_schema', json_schema: { name: 'title', schema: SCHEMA } };
    await stage.good('opus', { response_format: format, reasoning_effort: 'low' });
    assert.deepEqual(stage.claude.output_config, { effort: 'low', format: { type: 'json_schema', schema: SCHEMA } });
  });

  test('any JSON object, which Anthropic cannot promise, is a loss', async () => {
    stage.platform.play(answers({ text: '{}' }));
    const reply = await stage.send('claude', { response_format: { type: 'json_object' } });
    stage.checkSent();
    assert.equal(messageOf(completionOf(reply)).content, '{}');
    assert.deepEqual(await stage.losses(reply), ['response_format']);
  });

  test('text is no loss', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const reply = await stage.send('claude', { response_format: { type: 'text' } });
    assert.deepEqual(await stage.losses(reply), []);
  });

  test('the official client parses it', async () => {
    stage.platform.play(answers({ text: '{"title":"t"}' }));
    const { choices } = await stage.sdk.chat.completions.parse({
      model: 'ant:claude-sonnet-4-5',
      messages: [{ role: 'user', content: 'x' }],
      response_format: { type: 'json_schema', json_schema: { name: 'title', strict: true, schema: SCHEMA } },
    });
    assert.equal(choices[0]?.message.content, '{"title":"t"}');
  });
});
