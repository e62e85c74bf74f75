/** Keys that may use some of the scenes of smart routing. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { user } from '../support/request-parts.ts';

const FIX = 'Refactor the parser so that it keeps comments, and fix the failing test.';
const TALK = { 'x-api-key': 'rw-talk' };
const NONE = { 'x-api-key': 'rw-none' };

let platform: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  platform = await FakePlatform.start(answer({ text: 'ok' }));
  const scene = (name: string, description: string, model: string) => ({ name, description, models: [model] });
  redwolf = await startRedwolf({
    platforms: [
      {
        id: 'up',
        type: 'openai-compatible',
        base_url: `${platform.origin}/v1`,
        api_key: 'k',
        models: ['coder', 'small'],
      },
    ],
    routing: {
      mode: 'smart_routing',
      scenes: [
        scene('code', 'Change existing code, fix bugs, refactor, adjust behaviour', 'up:coder'),
        scene('talk', 'Greetings, thanks, small talk, general knowledge', 'up:small'),
      ],
    },
    keys: [
      { name: 'all', key: 'rw-test' },
      { name: 'talk', key: 'rw-talk', scenes: ['talk'] },
      { name: 'none', key: 'rw-none', scenes: ['gone'] },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
});

function ask(model: string, headers: Record<string, string> = {}, path = '/v1/messages') {
  return redwolf.send(path, { headers, body: { model, max_tokens: 9, messages: [user(FIX)] } });
}

describe('a key with scenes', () => {
  test('is decided for among these only', async () => {
    const free = await ask('any');
    assert.equal((await redwolf.waitForCall(free.headers['x-redwolf-call-id'])).scene, 'code');
    const bound = await ask('any', TALK);
    assert.equal(bound.status, 200, bound.text);
    const { scene, decision } = await redwolf.waitForCall(bound.headers['x-redwolf-call-id']);
    assert.equal(scene, 'talk');
    const { alternatives } = JSON.parse(decision ?? '');
    assert.deepEqual(alternatives, [{ scene: 'talk', probability: 1 }]);
  });

  test('is refused another scene by name, and served its own', async () => {
    assert.equal((await ask('scene:talk', TALK)).status, 200);
    assert.equal((await ask('scene:code')).status, 200);
    const refused = await ask('scene:code', TALK);
    assert.equal(refused.status, 403, refused.text);
    assert.match(refused.text, /may not use the scene \\"code\\"\. Its scenes: talk\./);
    assert.equal((await ask('scene:other', TALK)).status, 400);
  });

  test('is refused where none of them is there; a model by its name is no scene', async () => {
    const refused = await ask('any', NONE);
    assert.equal(refused.status, 403);
    assert.match(refused.text, /any scene that there is\. Its scenes: gone\./);
    assert.equal((await ask('up:coder', NONE)).status, 200);
  });

  test('has previews of the same', async () => {
    const path = '/api/routing/preview';
    assert.equal((await ask('any', TALK, path)).json?.['scene'], 'talk');
    assert.equal((await ask('scene:code', TALK, path)).status, 403);
    assert.equal((await ask('any', {}, path)).json?.['scene'], 'code');
  });
});
