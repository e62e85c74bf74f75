import assert from 'node:assert/strict';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly expires: number;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'Strict';
}

/** Somebody who uses the admin plane without a browser. */
export class AdminClient {
  readonly #origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async logIn(name: string, password: string): Promise<void> {
    const reply = await this.#ask('POST', '/api/login', { name, password });
    const [cookie = ''] = reply.headers.getSetCookie();
    this.#cookie = cookie.split(';')[0] ?? '';
  }

  /** Sends JSON and gives the reply's. Throws unless it went well. */
  async send<Reply = unknown>(method: string, path: string, body?: unknown): Promise<Reply> {
    return (await (await this.#ask(method, path, body)).json()) as Reply;
  }

  /** The session's, as a browser keeps it. */
  get cookie(): Cookie {
    const [name = '', value = ''] = this.#cookie.split('=');
    const place = { domain: '127.0.0.1', path: '/', expires: -1 };
    return { name, value, ...place, httpOnly: true, secure: false, sameSite: 'Strict' };
  }

  async #ask(method: string, path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: this.#origin, cookie: this.#cookie };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(this.#origin + path, { method, headers, ...init });
    if (!reply.ok) assert.fail(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  }
}
