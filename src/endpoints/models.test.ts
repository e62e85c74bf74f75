import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EndpointStage } from '../../test/support/endpoint-stage.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import type { ClientBody } from '../../test/support/wire.ts';

/** In the order of the list: three models, and an alias for each that is not called after Claude. */
const IDS = ['a:m', 'a:dir/模型', 'ant:claude-sonnet-4-5', 'claude/a:m', 'claude/a:dir/模型'];

let stage: EndpointStage;

before(async () => {
  stage = await EndpointStage.start([
    upstreamOf('a', { models: ['m', 'dir/模型'] }),
    upstreamOf('ant', { type: 'anthropic', models: ['claude-sonnet-4-5'] }),
  ]);
});

after(() => stage.close());

interface Page {
  readonly ids: readonly string[];
  readonly hasMore: boolean;
  readonly first: string | null;
  readonly last: string | null;
}

async function list(query = ''): Promise<Page> {
  const { status, text } = await stage.send(`/v1/models${query}`, { method: 'GET' });
  assert.equal(status, 200);
  const { data, has_more, first_id, last_id } = JSON.parse(text);
  return { ids: data.map((entry: ClientBody) => entry.id), hasMore: has_more, first: first_id, last: last_id };
}

describe('the list of models', () => {
  test('has every model, and an alias for clients that keep names of Claude only', async () => {
    assert.deepEqual(await list(), { ids: IDS, hasMore: false, first: IDS[0], last: IDS.at(-1) });
  });

  for (const query of [
    '?limit=0',
    '?limit=-2',
    '?limit=0.5',
    '?limit=x',
    '?limit=',
    '?limit=NaN',
    '?limit=1e9',
    '?limit=Infinity',
  ]) {
    test(`${query} leaves nothing out`, async () => {
      assert.deepEqual((await list(query)).ids, IDS);
    });
  }

  test('comes in pages, forwards', async () => {
    const pages = [
      await list('?limit=2'),
      await list('?limit=2.9&after_id=a:dir/模型'),
      await list('?limit=2&after_id=claude/a:m'),
    ];
    assert.deepEqual(
      pages.map(({ ids, hasMore }) => [...ids, hasMore]),
      [
        ['a:m', 'a:dir/模型', true],
        ['ant:claude-sonnet-4-5', 'claude/a:m', true],
        ['claude/a:dir/模型', false],
      ],
    );
  });

  test('comes in pages, backwards', async () => {
    const pages = [await list('?limit=2&before_id=claude/a:m'), await list('?limit=2&before_id=a:dir/模型')];
    assert.deepEqual(
      pages.map(({ ids, hasMore }) => [...ids, hasMore]),
      [
        ['a:dir/模型', 'ant:claude-sonnet-4-5', true],
        ['a:m', false],
      ],
    );
  });

  test('ends after its last one', async () => {
    assert.deepEqual(await list(`?after_id=${IDS.at(-1)}`), { ids: [], hasMore: false, first: null, last: null });
  });

  test('is not given to strangers', async () => {
    const { status } = await stage.send('/v1/models', { method: 'GET', headers: { 'x-api-key': 'wrong' } });
    assert.equal(status, 401);
  });
});

describe('one model', () => {
  for (const [path, id] of [
    ['a:m', 'a:m'],
    ['a%3Am', 'a:m'],
    ['claude%2Fa:m', 'claude/a:m'],
    ['a:dir/%E6%A8%A1%E5%9E%8B', 'a:dir/模型'],
  ] as const) {
    test(`${path} has the fields of both protocols`, async () => {
      const { json } = await stage.send(`/v1/models/${path}?x=1`, { method: 'GET' });
      assert.deepEqual(json, {
        type: 'model',
        id,
        display_name: `${id.slice(id.indexOf(':') + 1)} (OpenAI-compatible)`,
        created_at: '2025-01-01T00:00:00.000Z',
        object: 'model',
        created: 1_735_689_600,
        owned_by: 'a',
      });
    });
  }

  test('says how much it gives, where that is known', async () => {
    const { json } = await stage.send('/v1/models/ant:claude-sonnet-4-5', { method: 'GET' });
    assert.equal((json as { max_output_tokens?: number }).max_output_tokens, 64_000);
  });

  for (const path of ['m', 'nobody', '%', '%FF', '__proto__', 'a:m/', 'a:m%00']) {
    test(`${path} is none`, async () => {
      const { status, json } = await stage.send(`/v1/models/${path}`, { method: 'GET' });
      assert.equal(status, 404);
      assert.equal(json?.error?.type, 'not_found_error');
    });
  }
});
