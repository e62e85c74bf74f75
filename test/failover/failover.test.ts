/** What becomes of a call whose first platform fails: for the client, for both platforms, and in the account. */

import assert from 'node:assert/strict';
import { after, describe, type TestContext, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { streamFaults } from '../support/anthropic-rules.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import {
  BROKEN_RELAYS,
  BROKEN_STREAMS,
  type FaultRow,
  FINAL,
  HALF,
  NEXT_TARGET,
  NEXT_TARGET_RELAYED,
} from './faults.ts';
import { FORMS, type Form, INPUT_TOKENS, OUTPUT_TOKENS, Stage, story, textOfReply, WORDS } from './stage.ts';

const host = new RedwolfHost();

after(() => host.stop());

/** Rows do not know of each other: each has platforms and a redwolf of its own. */
const SIDE_BY_SIDE = { concurrency: 2 };

/** One test for each form in which the fault can be met; A fails as the row says, B is well. */
function forEachForm(rows: readonly FaultRow[], check: (row: FaultRow, form: Form, stage: Stage) => Promise<void>) {
  for (const row of rows) {
    for (const form of row.forms ?? FORMS) {
      const relayed = row.type === 'anthropic' ? ', relayed' : '';
      test(`${row.name} (${form}${relayed})`, async (t) => {
        const stage = await startRow(row, t);
        await check(row, form, stage);
      });
    }
  }
}

async function startRow(row: FaultRow, t: TestContext): Promise<Stage> {
  const entry = row.timeouts === undefined ? {} : { timeouts: row.timeouts };
  const stage = await Stage.start(host, {
    a: { reply: row.reply, type: row.type ?? 'openai-compatible', entry },
    b: {},
  });
  t.after(() => stage.close());
  return stage;
}

describe('the next target answers', SIDE_BY_SIDE, () => {
  forEachForm([...NEXT_TARGET, ...NEXT_TARGET_RELAYED], async (row, form, stage) => {
    const reply = await stage.ask(form);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(textOfReply(reply), WORDS);
    assert.equal(reply.headers['x-redwolf-attempts'], '2');
    assert.equal(reply.headers['x-redwolf-model'], 'b:mb');
    if (form === 'stream') assert.deepEqual(streamFaults(reply.events), []);
    assert.equal(stage.callsOf('a'), row.reply === 'refused' ? 0 : 1);
    assert.equal(stage.callsOf('b'), 1);

    const call = await stage.lastCall();
    assert.deepEqual(story(call), [`a: ${row.kind}`, 'b: ok']);
    assert.deepEqual(call.plan, ['a:ma', 'b:mb']);
    assert.equal(call.outcome, 'ok');
    assert.equal(call.status, 200);
    assert.equal(call.platform, 'b');
    assert.equal(call.model, 'mb');
    assert.equal(call.inputTokens, INPUT_TOKENS);
    assert.equal(call.outputTokens, OUTPUT_TOKENS);
    assert.equal(call.usageSource, 'reported');
  });
});

describe('a good answer is given on, whatever it speaks of', SIDE_BY_SIDE, () => {
  // The original took an answer with one of these words for a failure, and asked (and paid) the next server.
  const text = 'Unauthorized, permission, quota limit exceeded, insufficient balance, invalid api key, blocked.';
  const rows: FaultRow[] = [
    { name: 'words of faults', kind: 'server_error', reply: answer({ text }) },
    {
      name: 'words of faults',
      kind: 'server_error',
      reply: anthropicAnswer([{ type: 'text', text }]),
      type: 'anthropic',
    },
  ];
  forEachForm(rows, async (_row, form, stage) => {
    const reply = await stage.ask(form);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(textOfReply(reply), text);
    assert.equal(reply.headers['x-redwolf-attempts'], '1');
    assert.deepEqual([stage.callsOf('a'), stage.callsOf('b')], [1, 0]);
    assert.deepEqual(story(await stage.lastCall()), ['a: ok']);
  });
});

describe("the caller's own fault is final", SIDE_BY_SIDE, () => {
  for (const row of FINAL) {
    forEachForm([row], async (_row, form, stage) => {
      const reply = await stage.ask(form);
      assert.equal(reply.status, row.status);
      assert.equal(reply.json?.type, 'error');
      assert.equal(reply.json?.error?.type, row.errorType);
      assert.ok(reply.json?.error?.message?.includes(row.message), reply.text);
      assert.equal(reply.headers['x-redwolf-attempts'], '1');
      assert.equal(stage.callsOf('a'), 1);
      assert.equal(stage.callsOf('b'), 0);

      const call = await stage.lastCall();
      assert.deepEqual(story(call), [`a: ${row.kind}`]);
      assert.equal(call.outcome, 'error');
      assert.equal(call.status, row.status);
      assert.equal(call.errorKind, row.kind);
      assert.equal(call.outputTokens, 0);
      assert.equal(call.usageSource, 'none');
    });
  }
});

describe('a broken stream is told, and nobody else goes on with it', SIDE_BY_SIDE, () => {
  forEachForm(
    [...BROKEN_STREAMS, ...BROKEN_RELAYS].map((row) => ({ ...row, forms: ['stream'] })),
    async (row, form, stage) => {
      const reply = await stage.ask(form);
      assert.equal(reply.status, 200);
      assert.equal(textOfReply(reply), HALF);
      const last = reply.events.at(-1);
      assert.equal(last?.event, 'error', reply.text);
      assert.equal(typeof last?.json?.error?.message, 'string');
      assert.ok(!reply.text.includes('message_stop'), reply.text);
      assert.deepEqual(streamFaults(reply.events, { complete: false }), []);
      assert.equal(stage.callsOf('a'), 1);
      assert.equal(stage.callsOf('b'), 0);

      const call = await stage.lastCall();
      assert.deepEqual(story(call), [`a: ${row.kind}`]);
      assert.equal(call.outcome, 'error');
      assert.equal(call.status, 200);
      assert.equal(call.errorKind, row.kind);
      assert.equal(call.platform, 'a');
      assert.equal(call.usageSource, 'estimated');
      assert.ok(call.outputTokens > 0);
    },
  );
});
