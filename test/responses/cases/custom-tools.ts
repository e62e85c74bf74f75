/** Tools that only the Responses API knows: namespaces, tools that take free text, tools that OpenAI runs itself. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { call, output, responseOf, stage, user, WEATHER } from './stage.ts';

const ID = 'call_abcdefgh1234';
/** A relayed request is the platform's own affair. */
const CONVERTED = SIDES.filter((side) => side !== 'responses');
const NAMESPACE = {
  type: 'namespace' as const,
  name: 'agents',
  description: 'sub-agents',
  tools: [{ type: 'function' as const, name: 'spawn', parameters: { type: 'object', properties: {} }, strict: false }],
};
const PATCH = '*** Begin Patch\n+补丁 "x"\n';
const APPLY_PATCH = {
  type: 'custom' as const,
  name: 'apply_patch',
  description: 'Edits.',
  format: { type: 'grammar' as const, syntax: 'lark' as const, definition: 'start: "***"' },
};

for (const to of CONVERTED) {
  for (const stream of [false, true]) {
    const form = stream ? 'streamed' : 'whole';

    test(`a namespace is flattened for ${to}, and comes back as one (${form})`, async () => {
      stage.platform.play(answers({ tools: [{ id: ID, name: 'agents__spawn', args: { a: 1 } }] }));
      const [item] = (await stage.good(to, { tools: [NAMESPACE, WEATHER], stream })).output;
      assert.ok(item?.type === 'function_call');
      assert.deepEqual([item.namespace, item.name, item.call_id], ['agents', 'spawn', ID]);
      assert.ok(stage.raw.includes('"agents__spawn"') && stage.raw.includes('"get_weather"'));
      stage.platform.play(answers({ text: 'ok' }));
      await stage.good(to, { tools: [NAMESPACE], input: [user('go'), item, output(ID, 'done')], stream });
      assert.ok(stage.raw.includes('"agents__spawn"'));
    });

    test(`a custom tool of ${to} takes free text (${form})`, async () => {
      stage.platform.play(answers({ tools: [{ id: ID, name: 'apply_patch', args: { input: PATCH } }] }));
      const params = { model: MODELS[to], input: 'patch', tools: [APPLY_PATCH] };
      const response = stream
        ? await stage.sdk.responses.stream(params).finalResponse()
        : await stage.sdk.responses.create(params);
      const [made] = response.output;
      assert.ok(made?.type === 'custom_tool_call');
      assert.deepEqual([made.name, made.input, made.call_id], ['apply_patch', PATCH, ID]);
      assert.match(stage.raw, /Edits\..*lark.*start: /);
      stage.platform.play(answers({ text: 'ok' }));
      const result = { type: 'custom_tool_call_output', call_id: ID, output: 'done' };
      await stage.good(to, { tools: [APPLY_PATCH], input: [user('patch'), made, result] });
      assert.ok(stage.raw.includes('补丁') && stage.raw.includes('"done"'));
    });
  }

  test(`hosted tools are not offered to ${to}, and the row says so`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const reply = await stage.send(to, { tools: [{ type: 'web_search' }, WEATHER], tool_choice: 'auto' });
    assert.equal(stage.sent.tools?.length, 1);
    assert.deepEqual(await stage.losses(reply), ['tools[]']);
  });

  test(`with hosted tools only, ${to} gets none`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good(to, { tools: [{ type: 'web_search' }], tool_choice: 'auto' });
    assert.deepEqual([stage.sent.tools, stage.sent.tool_choice], [undefined, undefined]);
  });

  test(`items of hosted tools in the history do not reach ${to}, and the row says so`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } };
    const reply = await stage.send(to, { input: [user('a'), search, user('b')] });
    assert.equal(reply.status, 200, reply.text);
    assert.ok(stage.sent && !stage.raw.includes('web_search_call'));
    assert.deepEqual(await stage.losses(reply), ['messages[].content[]']);
  });

  test(`calls of other kinds in the history are told to ${to} as calls`, async () => {
    stage.platform.play(answers({ text: 'ok' }));
    const action = { type: 'exec', command: ['ls'], env: {} };
    const input = [
      user('run'),
      { type: 'local_shell_call', id: 'l1', call_id: ID, status: 'completed', action },
      { type: 'local_shell_call_output', id: ID, output: 'a.txt' },
    ];
    await stage.good(to, { input });
    assert.ok(stage.raw.includes('"local_shell"') && stage.raw.includes('a.txt'));
  });
}

describe('names', () => {
  test('a function of the same name as a flat one gets no call that is not its own', async () => {
    stage.platform.play(answers({ tools: [{ id: ID, name: 'agents__spawn', args: {} }] }));
    const [item] = (await stage.good('chat', { tools: [NAMESPACE, { ...WEATHER, name: 'agents__spawn' }] })).output;
    assert.equal(new Set(stage.sent.tools?.map((tool) => tool.function?.name)).size, 2);
    assert.ok(item?.type === 'function_call');
    assert.equal(item.namespace, undefined);
  });

  test('longer than a platform takes are shortened, and come back as they were', async () => {
    const name = `${'a'.repeat(70)}_tool`;
    stage.platform.play((request) => {
      const short = request.body?.tools?.[0]?.function?.name ?? '';
      return answers({ tools: [{ id: ID, name: short, args: {} }] })(request);
    });
    const input = [user('go'), call('call_abcdefgh0001', name, '{}'), output('call_abcdefgh0001', 'r')];
    const [item] = (await stage.good('chat', { tools: [{ ...WEATHER, name }], input })).output;
    assert.ok(item?.type === 'function_call');
    assert.equal(item.name, name);
  });
});

test('a platform of the same protocol gets all of them as they are', async () => {
  stage.platform.play(answers({ text: 'ok' }));
  const tools = [NAMESPACE, APPLY_PATCH, { type: 'web_search', search_context_size: 'low' }];
  const reply = await stage.send('responses', {
    tools,
    tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] },
  });
  assert.equal(responseOf(reply).status, 'completed');
  assert.deepEqual(stage.relayed.tools, tools);
  assert.deepEqual(await stage.losses(reply), []);
});
