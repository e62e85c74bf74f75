import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openLog } from './log.ts';

function opened(debug = false) {
  const lines: string[] = [];
  return { lines, opened: openLog(debug, { write: (line) => lines.push(line) }) };
}

describe('the log', () => {
  test('remembers warnings and errors, newest first, and no more than twenty', () => {
    const { opened: log } = opened();
    log.log.info('nothing wrong');
    for (let count = 1; count <= 25; count++) log.log.warn(`warning ${count}`);
    log.log.error({ err: new Error('no such table') }, 'the admin plane failed');
    const [first, second, ...others] = log.recent();
    assert.deepEqual([first?.level, first?.text], ['error', 'the admin plane failed: no such table']);
    assert.ok(Math.abs(Date.now() - (first?.at ?? 0)) < 60_000);
    assert.deepEqual([second?.level, second?.text], ['warning', 'warning 25']);
    assert.equal(others.length, 18);
  });

  test('remembers nothing that looks like a secret', () => {
    const { opened: log } = opened();
    const secrets = [
      'sk-ant-0123456789',
      'rw_0123456789abc',
      'hunter2-and-more',
      'AIzaSyA0123456789-_abc',
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl',
      'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      '0123456789abcdef0123456789abcdef.AbCdEf012345',
      'b5Nq7Lk2Xw9Zp4Rt6Vy8Ms3Jd1Hf0Gc5',
    ];
    log.log.warn(`refused: ${secrets[0]}, ${secrets[1]}, http://me:${secrets[2]}@proxy:3128/, Bearer ${secrets[2]}`);
    // A password has no look of its own: it is known by what stands before it.
    const keys = secrets.filter((secret) => secret !== secrets[2]);
    for (const key of keys) log.log.warn(`the platform said: key ${key} is wrong`);
    log.log.warn(
      `http://${secrets[2]}@a/, http://me:p@ss-${secrets[2]}@b/x?key=${secrets[2]}&n=1, api-key: ${secrets[2]}`,
    );
    log.log.error({ err: new Error(`the key ${secrets[0]} is wrong`) }, 'x');
    const text = JSON.stringify(log.recent());
    for (const secret of secrets) assert.ok(!text.includes(secret), text);
    assert.match(text, /@proxy:3128/);
    assert.match(text, /\[secret\]@b\/x\?key=\[secret\]&n=1/);
  });

  test('remembers names of files, models and calls as they are', () => {
    const { opened: log } = opened();
    const text =
      'The file /var/lib/redwolf/redwolf.db was moved to redwolf.db.damaged-2026-11-28T21-31-52; up:claude-sonnet-4-5-20250929, call_0199ac10b58cc7372a5670e02b2c3d479, https://docs.example/a?b=1';
    log.log.warn(text);
    assert.equal(log.recent()[0]?.text, text);
  });

  test('says more when it is told to, and less again', () => {
    const { lines, opened: log } = opened();
    log.log.debug('a');
    log.setDebug(true);
    log.log.debug('b');
    assert.equal(log.isDebug, true);
    log.setDebug(false);
    log.log.debug('c');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).msg),
      ['b'],
    );
    assert.equal(opened(true).opened.isDebug, true);
  });
});
