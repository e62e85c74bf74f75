/** Calls as files: what is in them, for programs and for spreadsheets, and what it costs to make them. */

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { KeptStage } from '../../src/records/ports.ts';
import { eventually } from '../support/eventually.ts';
import { Exchange } from '../support/http-client.ts';
import { callText } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { call, MEMBERS_KEY, NOON, stageWith } from './calls-stage.ts';

const DAY = 24 * 3_600_000;

/** A reader of RFC 4180, in the strictest sense. */
function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'));
  const records = text
    .slice(1, -2)
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((record) =>
      [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  const [names = [], ...rows] = records;
  return rows.map((row) => {
    assert.equal(row.length, names.length, row.join('|'));
    return Object.fromEntries(row.map((cell, index) => [names[index], cell]));
  });
}

function parseLines(text: string): Loose[] {
  assert.ok(text === '' || text.endsWith('\n'));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe('the export as CSV', () => {
  test('holds each call with exact money, and adds up to the sums', async (context) => {
    const rows = Array.from({ length: 450 }, (_, number) =>
      call(number, { costNanoUsd: number % 7 === 0 ? null : 100_000_000 + number * 1_234_567, totalMs: 5 }),
    );
    const { admin, store } = await stageWith(context, rows);
    const { status, headers, text } = await admin.send('/api/calls/export?format=csv&from=2027-01-01&until=2027-02-01');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8');
    assert.match(String(headers['content-disposition']), /^attachment; filename="redwolf-calls-\d{4}-\d\d-\d\d\.csv"$/);
    const records = parseCsv(text);
    assert.deepEqual(
      records.map(({ id }) => id),
      rows.map(({ id }) => id),
    );
    const nano = records.reduce((sum, { cost_usd = '' }) => sum + BigInt(cost_usd.replace('.', '') || 0), 0n);
    for (const by of [[], ['keyId'], ['model', 'scene'], ['userId', 'purpose'], ['hour']] as const) {
      const sums = await store.usage.usage({ span: { from: NOON - 2 * DAY, until: NOON + 2 * DAY }, by });
      const total = sums.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd), 0n);
      assert.equal(total, nano, by.join());
    }
    assert.equal(records[1]?.['cost_usd'], '0.101234567');
    assert.equal(records[0]?.['cost_usd'], '');
    assert.equal(records[0]?.['cost'], '0.000047000');
    assert.equal(records[0]?.['started_at'], '2027-01-15T12:30:00.000Z');
    assert.equal(records[0]?.['ended_at'], '2027-01-15T12:30:00.005Z');
    assert.equal(records[0]?.['attempts'], '1');
  });

  test('is no program for a spreadsheet, and survives any text', async (context) => {
    const evil = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', 'a,"b"\r\nc', '退款', "'ok"];
    const rows = evil.map((errorMessage, number) => call(number, { errorMessage, keyName: errorMessage }));
    const { admin, store } = await stageWith(context, rows);
    store.callTexts.add(rows.map((row) => callText(row, '=cmd|x')));
    await store.callTexts.flush();
    const records = parseCsv((await admin.send('/api/calls/export?format=csv')).text);
    const expected = evil.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text));
    assert.deepEqual(
      records.map(({ error_message }) => error_message),
      expected,
    );
    assert.deepEqual(
      records.map(({ key_name }) => key_name),
      expected,
    );
    assert.equal(records[0]?.['words'], "'=cmd|x");
  });

  test('of nothing is its head', async (context) => {
    const { admin } = await stageWith(context, []);
    assert.deepEqual(parseCsv((await admin.send('/api/calls/export?format=csv')).text), []);
  });
});

describe('the export as JSON lines', () => {
  test('holds the calls of a filter as lists show them, with their billionths', async (context) => {
    const rows = [call(1, { model: 'small' }), call(2), call(3, { model: 'small', keyId: MEMBERS_KEY })];
    const { admin, member } = await stageWith(context, rows);
    const { text, headers } = await admin.send('/api/calls/export?format=jsonl&model=small&sort=newest');
    assert.equal(headers['content-type'], 'application/jsonl; charset=utf-8');
    const { calls }: Loose = await admin.get('/api/calls?model=small');
    const nano = { costNano: 47_000, costNanoUsd: 7_000, baselineNanoUsd: 9_000 };
    assert.deepEqual(
      parseLines(text),
      calls.map((one: object) => ({ ...one, ...nano })),
    );
    const own = parseLines((await member.send('/api/calls/export?format=jsonl')).text);
    assert.deepEqual(
      own.map(({ id }) => id),
      ['call_3'],
    );
  });

  test('brings the four stages along, as text where they are text', async (context) => {
    const kept = (stage: KeptStage['stage'], keptBytes: number | null): KeptStage => ({
      ...{ stage, attempt: 0, head: { headers: { accept: '*/*' } }, bytes: 9, keptBytes },
    });
    const bodies: AdminDeps['bodies'] = {
      stages: async (id) => (id === 'call_1' ? [kept('request', 6), kept('sent', null), kept('raw', 2)] : []),
      body: async (_, stage) => (stage === 'request' ? Buffer.from('退款') : Buffer.from([0xff, 0xfe])),
      forget: async () => false,
    };
    const { admin } = await stageWith(context, [call(1), call(2)], { bodies });
    const [first, second] = parseLines((await admin.send('/api/calls/export?format=jsonl&bodies=true')).text);
    assert.deepEqual(
      first.stages.map(({ stage, body, encoding }: Loose) => [stage, body, encoding]),
      [
        ['request', '退款', undefined],
        ['sent', null, undefined],
        ['raw', '//4=', 'base64'],
      ],
    );
    assert.deepEqual(first.stages[0].head, { headers: { accept: '*/*' } });
    assert.deepEqual(second.stages, []);
  });
});

describe('an export', () => {
  test('ends, though calls go on, and holds those that have ended', async (context) => {
    const { admin, store, clock: time } = await stageWith(context, []);
    store.recorder.record(call(1, { startedAt: time.wall }));
    store.recorder.record(call(2, { startedAt: time.wall + 1 }));
    const lines = parseLines((await admin.send('/api/calls/export?format=jsonl')).text);
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['call_1'],
    );
  });

  test('is refused where it cannot be made', async (context) => {
    const { admin } = await stageWith(context, []);
    for (const query of ['', 'format=xml', 'format=csv&bodies=true', 'format=csv&sort=cost', 'format=csv&limit=5']) {
      assert.equal((await admin.send(`/api/calls/export?${query}`)).status, 400, query);
    }
  });

  test('is made as it is read, and no more once its reader has left', async (context) => {
    const page = Array.from({ length: 200 }, (_, number) => call(number, { errorMessage: 'x'.repeat(5_000) }));
    let pages = 0;
    const callPages: AdminDeps['callPages'] = {
      page: async () => {
        pages++;
        return { calls: page, next: { startedAt: pages, id: null } };
      },
      marks: async () => ({ calls: [], next: null }),
    };
    const { admin, port } = await stageWith(context, [], { callPages });
    const headers = { cookie: admin.cookie };
    const reader = request({ host: '127.0.0.1', port, path: '/api/calls/export?format=jsonl', headers, agent: false });
    reader.on('error', () => undefined);
    // Nobody reads what comes, so that it comes to a stop: in between there is only what sockets hold.
    reader.on('response', () => undefined);
    reader.end();
    const seen = await standstill(() => pages);
    assert.ok(seen < 100, `${seen} pages`);
    reader.destroy();
    assert.ok((await standstill(() => pages)) <= seen + 1);
  });

  test('that fails in the middle breaks off, and is no whole file', async (context) => {
    const reported: unknown[] = [];
    const callPages: AdminDeps['callPages'] = {
      page: async ({ after }) => {
        if (after !== undefined) throw new Error('the disk is gone');
        return { calls: [call(1)], next: { startedAt: 1, id: null } };
      },
      marks: async () => ({ calls: [], next: null }),
    };
    const { admin, port } = await stageWith(context, [], { callPages, report: (error) => reported.push(error) });
    const url = `http://127.0.0.1:${port}/api/calls/export?format=jsonl`;
    const reply = await new Exchange(url, { method: 'GET', headers: { cookie: admin.cookie } }).reply;
    assert.notEqual(reply.ended, 'end');
    await eventually('the report', () => (reported.length > 0 ? true : undefined));
    assert.match(String(reported[0]), /the disk is gone/);
  });
});

/** A value once it has not changed for many turns of the event loop. */
async function standstill(value: () => number): Promise<number> {
  let last = -1;
  for (let turns = 0; turns < 300; turns++) {
    if (value() !== last) turns = 0;
    last = value();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return last;
}
