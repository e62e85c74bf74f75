/**
 * A platform under the test's control: a server on 127.0.0.1 that records every request byte for byte and answers as
 * the test's script says. It speaks no protocol of its own; openai-replies.ts and anthropic-replies.ts build answers.
 */

import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { parseJson } from '../support/sse.ts';
import type { UpstreamBody } from '../support/wire.ts';

/** One request that arrived, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: Buffer;
  /** The body as JSON, or undefined where it is none. */
  readonly body: UpstreamBody | undefined;
  /** How many messages the platform left out of the prompt without a word, as Ollama does. */
  dropped?: number;
  /** Resolves when the exchange is over, for whatever reason. */
  readonly closed: Promise<Closing>;
}

export interface Closing {
  /** Date.now() of the end. */
  readonly at: number;
  /** The whole reply was sent. */
  readonly isComplete: boolean;
}

/**
 * A step of a streamed reply: text or bytes are written in a turn of the event loop of their own, a number waits that
 * many milliseconds, `until` waits for an event, `abort` breaks the connection, `hang` says nothing more until the other
 * side leaves.
 */
export type Piece = string | Buffer | number | { readonly until: () => Promise<unknown> } | 'abort' | 'hang';

export interface ScriptedReply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: one of these. */
  readonly json?: unknown;
  readonly text?: string;
  readonly stream?: readonly Piece[];
  /** Milliseconds before the first byte, or an event to wait for. */
  readonly after?: number | Promise<unknown>;
  /** Instead of a reply: close the connection, reset it, or say nothing until the other side leaves. */
  readonly fate?: 'close' | 'reset' | 'silence';
}

/** Answers one request; `index` counts the model calls since the script was set. Undefined: the default reply. */
export type Script = (request: RecordedRequest, index: number) => ScriptedReply | undefined | Promise<ScriptedReply>;

const MODEL_CALL = /\/(chat\/completions|messages|messages\/count_tokens|api\/chat|responses)$/;

export class FakePlatform {
  /** Calls of a model (and counts of tokens) since the script was set. */
  requests: RecordedRequest[] = [];
  /** Everything else since then, such as listings of models. */
  others: RecordedRequest[] = [];
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly #server: http.Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<() => void>();
  #script: Script;

  private constructor(server: http.Server, script: Script) {
    this.#server = server;
    this.#script = script;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    server.on('connection', (socket) => this.#track(socket));
  }

  /** Starts on a free port, or on the given one. */
  static async start(script: Script | ScriptedReply = () => undefined, port = 0): Promise<FakePlatform> {
    const server = http.createServer();
    server.keepAliveTimeout = 2000;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return new FakePlatform(server, asScript(script));
  }

  /** Sets what is answered from now on, and forgets the requests so far. */
  play(script: Script | ScriptedReply): void {
    this.requests = [];
    this.others = [];
    this.#script = asScript(script);
  }

  /** The next model call that comes, or that has come already: the one with this index. */
  async request(index = 0): Promise<RecordedRequest> {
    for (;;) {
      const request = this.requests[index];
      if (request !== undefined) return request;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Breaks all connections and stops. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #track(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    // The script that holds when the request begins: a late request of an earlier test must not disturb this one.
    const script = this.#script;
    const { requests, others } = this;
    const recorded = await record(request, response);
    const isModelCall = recorded.method === 'POST' && MODEL_CALL.test(recorded.path);
    (isModelCall ? requests : others).push(recorded);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    const reply = (await script(recorded, requests.length - 1)) ?? defaultReply(recorded);
    await play(reply, response, recorded);
  }
}

function asScript(script: Script | ScriptedReply): Script {
  return typeof script === 'function' ? script : () => script;
}

async function record(request: http.IncomingMessage, response: http.ServerResponse): Promise<RecordedRequest> {
  const closed = new Promise<Closing>((resolve) => {
    response.on('close', () => resolve({ at: Date.now(), isComplete: response.writableFinished }));
  });
  const buffers: Buffer[] = [];
  for await (const buffer of request) buffers.push(buffer as Buffer);
  const raw = Buffer.concat(buffers);
  const url = request.url ?? '';
  const [path = '', query = ''] = url.split('?');
  return {
    method: request.method ?? '',
    url,
    path,
    query,
    headers: request.headers,
    raw,
    body: parseJson(raw.toString('utf8')) as UpstreamBody | undefined,
    closed,
  };
}

async function play(reply: ScriptedReply, response: http.ServerResponse, request: RecordedRequest): Promise<void> {
  if (typeof reply.after === 'number') await wait(reply.after);
  else await reply.after;
  if (reply.fate === 'close') response.socket?.destroy();
  else if (reply.fate === 'reset') response.socket?.resetAndDestroy();
  else if (reply.fate === undefined) await writeReply(reply, response, request);
}

async function writeReply(reply: ScriptedReply, response: http.ServerResponse, request: RecordedRequest) {
  const whole = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
  response.writeHead(reply.status ?? 200, {
    'content-type': contentType(reply),
    ...(reply.stream === undefined ? { 'content-length': String(Buffer.byteLength(whole)) } : {}),
    ...reply.headers,
  });
  for (const piece of reply.stream ?? [whole]) {
    if (response.destroyed) return;
    if (piece === 'hang') {
      response.flushHeaders();
      await request.closed;
      return;
    }
    if (piece === 'abort') {
      await nextTurn();
      response.socket?.destroy();
      return;
    }
    await playPiece(piece, response);
  }
  response.end();
}

async function playPiece(
  piece: string | Buffer | number | { until: () => Promise<unknown> },
  response: http.ServerResponse,
) {
  if (typeof piece === 'number') await wait(piece);
  else if (typeof piece === 'object' && 'until' in piece) await piece.until();
  else {
    // As a good server does: it waits for a slow reader.
    if (!response.write(piece)) await drained(response);
    await nextTurn();
  }
}

function drained(response: http.ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

function contentType(reply: ScriptedReply): string {
  if (reply.stream !== undefined) return 'text/event-stream; charset=utf-8';
  return reply.json === undefined ? 'text/plain' : 'application/json';
}

/** What a platform answers to questions that are not the test's subject. */
function defaultReply(request: RecordedRequest): ScriptedReply {
  if (request.path.endsWith('/models')) return { json: MODEL_LIST };
  if (request.path.endsWith('/api/tags')) return { json: { models: [{ name: 'm', model: 'm' }] } };
  if (request.path.endsWith('/api/version')) return { json: { version: '0.14.0' } };
  if (request.path.endsWith('/api/show')) {
    return { json: { capabilities: ['completion', 'tools', 'thinking', 'vision'], model_info: {} } };
  }
  const message = `the test has no answer for ${request.path}`;
  return { status: 404, json: { error: { message, type: 'invalid_request_error', code: null } } };
}

/** Entries that carry the fields of both protocols. */
const MODEL_LIST = {
  object: 'list',
  data: ['m', 'claude-up'].map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'fake',
    type: 'model',
    display_name: id,
    created_at: '2025-01-01T00:00:00Z',
  })),
  has_more: false,
  first_id: 'm',
  last_id: 'claude-up',
};
