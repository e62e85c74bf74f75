/** "This should have been X": by whom, of which calls, and as a file. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AdminDeps } from '../../src/admin/ports.ts';
import { type CallsStage, call, MEMBERS_KEY, stageWith } from './calls-stage.ts';
import { type Answer, codeOf } from './plane-stage.ts';

const DECISION = { source: 'classifier', probabilities: { chat: 0.75 }, reasons: [] };
const SCENES = { scenes: [{ name: '代码修改' }] };
// What is asked of it here is the names of the scenes.
const CONFIGURATION = { routingSettings: () => SCENES } as unknown as AdminDeps['configuration'];

function stage(context: TestContext): Promise<CallsStage> {
  const decided = { intent: 'chat', scene: '闲聊对话', confidence: 0.75, decision: JSON.stringify(DECISION) };
  const rows = [
    call(1, decided),
    call(2, { ...decided, keyId: MEMBERS_KEY }),
    call(3, { decision: null, intent: null }),
  ];
  return stageWith(context, rows, { configuration: CONFIGURATION });
}

function correct(by: CallsStage['admin'], id: string, label: object): Promise<Answer> {
  return by.send(`/api/calls/${id}/correction`, { method: 'POST', body: JSON.stringify(label) });
}

test('a call is corrected, shown, listed, and taken back, with entries in the audit log', async (context) => {
  const { admin, clock, store } = await stage(context);
  const label = { intent: 'modify', scene: '代码修改' };
  const answer = await correct(admin, 'call_1', label);
  assert.equal(answer.status, 200, answer.text);
  const expected = {
    ...{ call: 'call_1', at: clock.wall, who: 'user_admin', whoName: 'admin', key: 'key_1', ...label },
    decided: {
      intent: 'chat',
      scene: '闲聊对话',
      confidence: 0.75,
      source: 'classifier',
      probabilities: { chat: 0.75 },
    },
  };
  assert.deepEqual(answer.json, { correction: expected });
  assert.deepEqual(await admin.get('/api/calls/call_1/correction'), { correction: expected });
  const listed = { ...expected, words: null };
  assert.deepEqual(await admin.get('/api/routing/corrections'), { corrections: [listed], next: null });
  const removed = await admin.send('/api/calls/call_1/correction', { method: 'DELETE' });
  assert.equal(removed.status, 200, removed.text);
  assert.equal((await admin.send('/api/calls/call_1/correction')).status, 404);
  const entries = (await store.audit.list(10, { action: 'call' })).map(({ action, what }) => [action, what]);
  assert.deepEqual(
    new Set(entries.map(String)),
    new Set([
      'call.correct,Said that the call call_1 should have been modify and the scene "代码修改".',
      'call.uncorrect,Took back that the call call_1 should have been modify and the scene "代码修改".',
    ]),
  );
});

test('a member corrects own calls, and sees no others', async (context) => {
  const { admin, member } = await stage(context);
  assert.equal((await correct(admin, 'call_1', { intent: 'plan' })).status, 200);
  assert.equal((await correct(member, 'call_2', { intent: 'plan' })).status, 200);
  assert.equal(codeOf(await correct(member, 'call_1', { intent: 'ops' })), 'CALL_UNKNOWN');
  const removal = await member.send('/api/calls/call_1/correction', { method: 'DELETE' });
  assert.equal(codeOf(removal), 'CORRECTION_UNKNOWN');
  const ids = async (by: typeof admin) =>
    (await by.get('/api/routing/corrections')).corrections.map((one: { call: string }) => one.call);
  assert.deepEqual(await ids(member), ['call_2']);
  assert.deepEqual(await ids(admin), ['call_2', 'call_1']);
  assert.equal((await member.send('/api/routing/corrections/export')).text.trim().split('\n').length, 1);
  const asFile = { method: 'POST', body: '{"words":"a","intent":"plan"}' };
  assert.equal(codeOf(await member.send('/api/routing/corrections/import', asFile)), 'FORBIDDEN');
});

test('what is no correction is refused', async (context) => {
  const { admin } = await stage(context);
  for (const [label, code] of [
    [{}, 'INVALID_REQUEST'],
    [{ intent: 'something' }, 'INVALID_REQUEST'],
    [{ intent: 'plan', other: 1 }, 'INVALID_REQUEST'],
    [{ scene: '没有' }, 'SCENE_UNKNOWN'],
  ] as const) {
    const answer = await correct(admin, 'call_1', label);
    assert.deepEqual([answer.status, codeOf(answer)], [400, code], JSON.stringify(label));
  }
  assert.equal(codeOf(await correct(admin, 'call_9', { intent: 'plan' })), 'CALL_UNKNOWN');
});

test('the list comes in pages', async (context) => {
  const { admin, clock } = await stage(context);
  for (const id of ['call_1', 'call_2', 'call_3']) {
    clock.wall += 1;
    assert.equal((await correct(admin, id, { intent: 'plan' })).status, 200);
  }
  const first = await admin.get('/api/routing/corrections?limit=2');
  assert.equal(first.corrections.length, 2);
  const second = await admin.get(`/api/routing/corrections?limit=2&after=${encodeURIComponent(first.next)}`);
  assert.deepEqual([second.corrections[0].call, second.next], ['call_1', null]);
  assert.equal((await admin.send('/api/routing/corrections?after=x')).status, 400);
});

test('an export can be imported elsewhere, as often as one likes', async (context) => {
  const { admin } = await stage(context);
  await correct(admin, 'call_1', { intent: 'modify' });
  await correct(admin, 'call_3', { scene: '代码修改' });
  const file = await admin.send('/api/routing/corrections/export');
  assert.match(String(file.headers['content-type']), /^application\/x-ndjson/);
  const lines = file.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 2);
  const one = lines.find((line) => line.call === 'call_1');
  assert.deepEqual(
    [one.words, one.intent, one.decided.probabilities, one.whoName],
    [null, 'modify', { chat: 0.75 }, undefined],
  );
  const other = await stage(context);
  const send = (body: string) => other.admin.send('/api/routing/corrections/import', { method: 'POST', body });
  assert.deepEqual((await send(file.text)).json, { imported: 2, present: 0 });
  assert.deepEqual((await send(file.text)).json, { imported: 0, present: 2 });
  assert.equal((await other.admin.send('/api/routing/corrections/export')).text, file.text);
});

test('lines of words without a call are brought in once; one wrong line and nothing is', async (context) => {
  const { admin } = await stage(context);
  const send = (body: string) => admin.send('/api/routing/corrections/import', { method: 'POST', body });
  const line = JSON.stringify({ words: '修一下这个 bug', intent: 'modify' });
  const wrong = await send(`${line}\n{"words":"a"}\n`);
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /Correction 2/);
  assert.equal((await admin.get('/api/routing/corrections')).corrections.length, 0);
  assert.deepEqual((await send(`${line}\n${line}\n`)).json, { imported: 1, present: 0 });
  assert.deepEqual((await send(line)).json, { imported: 0, present: 1 });
  const exported = await admin.send('/api/routing/corrections/export');
  assert.equal(JSON.parse(exported.text).words, '修一下这个 bug');
  const { corrections } = await admin.get('/api/routing/corrections');
  assert.equal(corrections[0].words, '修一下这个 bug');
});
