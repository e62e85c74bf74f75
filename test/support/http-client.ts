/** A plain HTTP client that hides nothing: status, headers, raw bytes, and how the connection ended. */

import http from 'node:http';
import { parseJson, parseSse, type SseEvent } from './sse.ts';
import type { ClientBody } from './wire.ts';

export interface SendOptions {
  readonly method?: string;
  /** A header that is null is not sent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Leave as soon as the text that came so far satisfies this. */
  readonly abortWhen?: (text: string) => boolean;
  /** Leave when this is aborted. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** How the exchange ended: `end` is a whole reply, `cut` a broken one. */
export type Ending = 'end' | 'cut' | 'client-abort' | 'timeout' | 'error';

export interface Reply {
  /** 0 when no reply came. */
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly text: string;
  /** The body as JSON, or undefined where it is none. */
  readonly json: ClientBody | undefined;
  readonly events: readonly SseEvent[];
  readonly ended: Ending;
  readonly error: Error | undefined;
  /** Time of each piece of the body, in milliseconds since the request, and its size in bytes. */
  readonly pieces: readonly { readonly at: number; readonly bytes: number }[];
  readonly totalMs: number;
  /** When the client left (Date.now()), if it did. */
  readonly leftAt: number | undefined;
}

/** Sends one request on a connection of its own and waits for its end. Never rejects: see `ended`. */
export function send(url: string, options: SendOptions = {}): Promise<Reply> {
  return new Exchange(url, options).reply;
}

/** A request under way, for tests that act in the middle of it. */
export class Exchange {
  readonly reply: Promise<Reply>;
  readonly #request: http.ClientRequest;
  readonly #startedAt = Date.now();
  readonly #buffers: Buffer[] = [];
  readonly #pieces: { at: number; bytes: number }[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #response: http.IncomingMessage | undefined;
  #error: Error | undefined;
  #leftAt: number | undefined;
  #resolve: (reply: Reply) => void = () => {};
  #isOver = false;

  constructor(url: string, options: SendOptions = {}) {
    this.reply = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const body = encodeBody(options.body);
    this.#timer = setTimeout(() => this.#finish('timeout'), options.timeoutMs ?? 20_000);
    this.#request = http.request(url, {
      method: options.method ?? 'POST',
      agent: false,
      headers: headersFor(body, options.headers),
    });
    this.#request.on('response', (response) => this.#onResponse(response, options));
    this.#request.on('error', (error) => {
      this.#error = error;
      this.#finish(this.#response === undefined ? 'error' : 'cut');
    });
    options.signal?.addEventListener('abort', () => this.abort());
    this.#request.end(body);
  }

  /** The body that came so far. */
  get text(): string {
    return Buffer.concat(this.#buffers).toString('utf8');
  }

  /** Leaves. */
  abort(): void {
    this.#leftAt ??= Date.now();
    this.#finish('client-abort');
  }

  /** Resolves when the body that came so far contains `part`. Rejects when the reply ended without it. */
  async received(part: string): Promise<void> {
    while (!this.text.includes(part)) {
      if (this.#isOver) throw new Error(`the reply ended without ${JSON.stringify(part)}: ${this.text.slice(0, 500)}`);
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  #onResponse(response: http.IncomingMessage, options: SendOptions): void {
    this.#response = response;
    response.on('data', (piece: Buffer) => {
      this.#buffers.push(piece);
      this.#pieces.push({ at: Date.now() - this.#startedAt, bytes: piece.length });
      this.#wake();
      if (options.abortWhen?.(this.text)) this.abort();
    });
    response.on('end', () => this.#finish(response.complete ? 'end' : 'cut'));
    response.on('error', () => this.#finish('cut'));
    response.on('close', () => this.#finish('cut'));
  }

  #finish(ended: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (ended !== 'end') this.#request.destroy();
    this.#wake();
    const raw = Buffer.concat(this.#buffers);
    const text = raw.toString('utf8');
    this.#resolve({
      status: this.#response?.statusCode ?? 0,
      headers: this.#response?.headers ?? {},
      raw,
      text,
      json: parseJson(text) as ClientBody | undefined,
      events: parseSse(text),
      ended,
      error: this.#error,
      pieces: this.#pieces,
      totalMs: Date.now() - this.#startedAt,
      leftAt: this.#leftAt,
    });
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
    this.#watchers.clear();
  }
}

function encodeBody(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function headersFor(body: Buffer | undefined, own: SendOptions['headers']): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (body !== undefined) headers['content-length'] = String(body.length);
  for (const [name, value] of Object.entries(own ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  return headers;
}
