/** The admin plane with calls of two keys in its store, as an administrator and as a member see them. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { AdminDeps } from '../../src/admin/ports.ts';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import type { CallRow } from '../../src/store/ports.ts';
import { auditRow, callRow, userRow } from '../support/store.ts';
import type { Loose } from './admin-client.ts';
import { type Answer, cookieOf, PASSWORD, type Plane, passwords, type SendOptions, startPlane } from './plane-stage.ts';

export const NOON = Date.parse('2027-01-15T12:30:00Z');
const HOUR = 3_600_000;
export const MEMBERS_KEY = 'key_member' as KeyId;

/** A call that began so many milliseconds after noon. */
export function call(number: number, changes: Partial<CallRow> = {}): CallRow {
  return callRow({ id: `call_${number}` as CallId, startedAt: NOON + number, ...changes });
}

export interface CallsStage extends Plane {
  readonly admin: Browser;
  readonly member: Browser;
}

/** Somebody who is logged in. */
export class Browser {
  readonly #plane: Plane;
  readonly cookie: string;

  constructor(plane: Plane, cookie: string) {
    this.#plane = plane;
    this.cookie = cookie;
  }

  send(path: string, options: SendOptions = {}): Promise<Answer> {
    return this.#plane.send(path, { ...options, headers: { cookie: this.cookie, ...options.headers } });
  }

  /** The JSON of an answer that must be good. */
  async get(path: string): Promise<Loose> {
    const answer = await this.send(path);
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  }

  /** Ids of the calls that are listed. */
  async list(query: string): Promise<readonly string[]> {
    return (await this.get(`/api/calls?${query}`)).calls.map(({ id }: Loose) => id);
  }
}

export async function stageWith(
  context: TestContext,
  rows: readonly CallRow[],
  changes: Partial<AdminDeps> = {},
): Promise<CallsStage> {
  const keyOwners = {
    keysOf: async (user: string) => (user === 'user_member' ? [MEMBERS_KEY] : []),
    disableKeysOf: async () => 0,
  };
  const plane = await startPlane(context, { keyOwners, ...changes });
  plane.clock.wall = NOON + HOUR;
  for (const row of rows) plane.store.recorder.record(row);
  await plane.store.recorder.flush();
  const admin = new Browser(plane, await plane.login());
  return { ...plane, admin, member: await loginAs(plane, 'member') };
}

/** A new user who is logged in. */
async function loginAs(plane: Plane, name: 'member' | 'viewer'): Promise<Browser> {
  const passwordHash = await passwords.hash(PASSWORD);
  await plane.store.users.insert(
    userRow(name, { role: name, passwordHash }),
    auditRow(1, { id: `audit_insert_${name}` }),
  );
  const login = await plane.send('/api/login', { method: 'POST', body: JSON.stringify({ name, password: PASSWORD }) });
  assert.equal(login.status, 200, login.text);
  return new Browser(plane, cookieOf(login).split(';')[0] ?? '');
}
