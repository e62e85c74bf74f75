/** What the Codex CLI sends, recorded, onto each kind of platform. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtures } from '../../fixtures/fixtures.ts';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { strictRequestFaults } from '../../support/strict-request.ts';
import { lastResponse, stage, textOf } from './stage.ts';

const RECORDED = fixtures('openai-responses', '.request.json').filter(({ name }) => name.startsWith('codex-'));

for (const { name, bytes } of RECORDED) {
  for (const to of SIDES) {
    test(`${name} is answered by ${to}`, async () => {
      stage.platform.play(answers({ text: '完成' }));
      const body = { ...JSON.parse(bytes.toString()), model: MODELS[to], stream: true };
      const reply = await stage.redwolf.send('/v1/responses', { body });
      assert.equal(reply.status, 200, reply.text);
      assert.equal(textOf(lastResponse(reply)), '完成');
      if (to === 'responses') return assert.deepEqual(stage.relayed, { ...body, model: 'm' });
      assert.ok(stage.sent.tools !== undefined);
      if (to === 'chat') assert.deepEqual(strictRequestFaults(stage.sent), []);
    });
  }
}
