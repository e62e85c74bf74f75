import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { auditRow, openTestStore, temporaryDir } from '../../test/support/store.ts';
import type { AuditFilter, AuditLog } from './account-ports.ts';

async function openLog(context: TestContext): Promise<AuditLog> {
  return (await openTestStore(context, await temporaryDir(context))).audit;
}

test('an entry comes back as it was, newest first', async (context) => {
  const audit = await openLog(context);
  const bare = auditRow(2, { who: null, stateAfter: null, address: null, configVersion: 7 });
  await audit.append(auditRow(1));
  await audit.append(bare);
  assert.deepEqual(await audit.list(10), [bare, auditRow(1)]);
  assert.deepEqual(await audit.list(1), [bare]);
});

test('it can be narrowed by who, by what was done, and by time, and read in pages', async (context) => {
  const audit = await openLog(context);
  const anna = { who: 'user_2', whoName: 'anna' };
  await audit.append(auditRow(1, { action: 'user.create' }));
  await audit.append(auditRow(2, { action: 'user.remove', ...anna }));
  await audit.append(auditRow(3, { action: 'users.other' }));
  await audit.append(auditRow(4, { action: 'platform.create', ...anna }));
  await audit.append(auditRow(4, { action: 'platform.create', id: 'audit_4b' }));
  const ids = async (filter: AuditFilter, limit = 10) => (await audit.list(limit, filter)).map(({ id }) => id);
  assert.deepEqual(await ids({ who: 'user_2' }), ['audit_4', 'audit_2']);
  assert.deepEqual(await ids({ who: 'anna' }), ['audit_4', 'audit_2']);
  assert.deepEqual(await ids({ action: 'user' }), ['audit_2', 'audit_1']);
  assert.deepEqual(await ids({ action: 'user.create' }), ['audit_1']);
  assert.deepEqual(await ids({ from: 2, to: 4 }), ['audit_3', 'audit_2']);
  assert.deepEqual(await ids({ before: { at: 4, id: 'audit_4b' } }, 2), ['audit_4', 'audit_3']);
  assert.deepEqual(await ids({ before: { at: 3, id: 'audit_3' }, who: 'admin' }), ['audit_1']);
});

test('nothing but an insert names its table, and its port can only add and read', async (context) => {
  const audit = await openLog(context);
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(audit)).toSorted();
  assert.deepEqual(methods, ['append', 'constructor', 'list']);
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const naming = files
    .filter((name) => !/store.migrations/.test(name))
    .flatMap((name) =>
      readFileSync(join('src', name), 'utf8')
        .split('\n')
        .filter((line) => /auditLog'|audit_log/.test(line) && !/type Conditions/.test(line))
        .map((line) => /\w+\('auditLog'/.exec(line)?.[0] ?? line),
    );
  assert.deepEqual(new Set(naming), new Set(["selectFrom('auditLog'", "insertInto('auditLog'"]));
});
