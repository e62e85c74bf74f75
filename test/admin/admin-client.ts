/** A browser's side of the admin API: logs in once, then sends JSON. */

import assert from 'node:assert/strict';
import type { ConfigFile } from '../support/config-file.ts';
import { type Reply, send } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { type RedwolfProcess, type StartOptions, startRedwolf } from '../support/redwolf-process.ts';

const PASSWORD = 'correct horse';

/** A JSON value of a reply, as loose as tests want it. */
// biome-ignore lint/suspicious/noExplicitAny: replies of many shapes, each asserted where it is used
export type Loose = any;

export interface AdminReply {
  readonly status: number;
  readonly body: Loose;
  readonly text: string;
}

/** What somebody logs in with. */
export interface Account {
  readonly name?: string;
  readonly password: string;
}

export class AdminClient {
  readonly #redwolf: Redwolf;
  readonly #cookie: string;
  /** Everything that came back so far: no secret may be in it. */
  seen = '';

  private constructor(redwolf: Redwolf, cookie: string) {
    this.#redwolf = redwolf;
    this.#cookie = cookie;
  }

  /** @param account without it the administrator's */
  static async login(redwolf: Redwolf, account: Account = { password: PASSWORD }): Promise<AdminClient> {
    const reply = await send(`${redwolf.url}/api/login`, { body: account });
    assert.equal(reply.status, 200, reply.text);
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    return new AdminClient(redwolf, cookie);
  }

  /** Who is not logged in. */
  static nobody(redwolf: Redwolf): AdminClient {
    return new AdminClient(redwolf, '');
  }

  get(path: string): Promise<AdminReply> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<AdminReply> {
    return this.send('POST', path, body);
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<AdminReply> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<AdminReply> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** The same, and it must have been done. */
  async done(reply: Promise<AdminReply>): Promise<Loose> {
    const { status, text, body } = await reply;
    assert.ok(status < 300, `${status} ${text}`);
    return body;
  }

  /** Any method. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<AdminReply> {
    const reply: Reply = await send(this.#redwolf.url + path, {
      method,
      headers: { cookie: this.#cookie, ...headers },
      body,
    });
    this.seen += `${reply.text}\n${JSON.stringify(reply.headers)}\n`;
    return { status: reply.status, body: reply.json, text: reply.text };
  }
}

/** Starts redwolf and logs in. */
export async function startWithAdmin(
  config: ConfigFile,
  options: StartOptions = {},
): Promise<{ redwolf: RedwolfProcess; admin: AdminClient }> {
  const redwolf = await startRedwolf(config, { ...options, env: { ...options.env, REDWOLF_ADMIN_PASSWORD: PASSWORD } });
  return { redwolf, admin: await AdminClient.login(redwolf) };
}
