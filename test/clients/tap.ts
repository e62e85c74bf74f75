/** Stands between the client and redwolf, passes everything on, and checks that each answer is well-formed. */

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageFaults, streamFaults } from '../support/anthropic-rules.ts';
import { parseJson, parseSse } from '../support/sse.ts';
import type { ClientBody, ContentBlock } from '../support/wire.ts';

/** One exchange as it passed by. */
interface Passed {
  readonly path: string;
  readonly isStream: boolean;
  readonly status: number;
  readonly contentType: string;
  readonly raw: Buffer;
  readonly isComplete: boolean;
}

export class Tap {
  readonly #server: http.Server;
  readonly #passed: Passed[] = [];

  private constructor(server: http.Server) {
    this.#server = server;
  }

  /** Starts one in front of the address. */
  static async start(target: string): Promise<Tap> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tap = new Tap(server);
    server.on('request', (request, response) => tap.#pass(new URL(target), request, response));
    return tap;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What is wrong with the answers to messages. */
  faults(): string[] {
    const answers = this.#passed.filter(({ path }) => /\/messages(\?|$)/.test(path));
    const ids = answers.map(messageId);
    const faults = answers.flatMap((passed, index) => answerFaults(passed).map((fault) => `answer ${index}: ${fault}`));
    ids.forEach((id, index) => {
      // Claude Code takes assistant turns of the same id for one turn.
      if (id !== undefined && ids.indexOf(id) !== index) faults.push(`answer ${index}: the id ${id} was used before`);
    });
    return faults;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(target: URL, request: http.IncomingMessage, response: http.ServerResponse): void {
    const asked: Buffer[] = [];
    const answered: Buffer[] = [];
    const options = {
      method: request.method,
      host: target.hostname,
      port: target.port,
      path: target.pathname.replace(/\/$/, '') + request.url,
      headers: { ...request.headers, host: target.host, 'accept-encoding': 'identity' },
    };
    const onward = http.request(options, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.on('data', (piece: Buffer) => {
        answered.push(piece);
        response.write(piece);
      });
      reply.on('close', () => {
        this.#passed.push({
          path: request.url ?? '',
          isStream: Buffer.concat(asked).includes('"stream":true'),
          status: reply.statusCode ?? 0,
          contentType: reply.headers['content-type'] ?? '',
          raw: Buffer.concat(answered),
          isComplete: reply.complete,
        });
        if (reply.complete) response.end();
        else response.destroy();
      });
    });
    onward.on('error', () => response.destroy());
    request.on('data', (piece: Buffer) => asked.push(piece));
    request.pipe(onward);
    response.on('close', () => onward.destroy());
  }
}

/** Faults of an answer to messages. */
function answerFaults({ status, isStream, contentType, raw, isComplete }: Passed): string[] {
  if (status !== 200) return [`status ${status}: ${raw.toString().slice(0, 200)}`];
  if (!isComplete) return ['cut off'];
  const expected = isStream ? 'text/event-stream' : 'application/json';
  if (!contentType.startsWith(expected)) return [`content-type ${contentType}`];
  return isStream ? wireFaults(raw) : messageFaults(bodyOf(raw));
}

/** Faults of a stream: those of the grammar, and those that only real clients and later platforms mind. */
export function wireFaults(raw: Buffer): string[] {
  const text = raw.toString('utf8');
  const events = parseSse(text);
  const blocks = events.flatMap(({ json }) => (json?.type === 'content_block_start' ? [json.content_block ?? {}] : []));
  const stop = events.find(({ json }) => json?.type === 'message_delta')?.json?.delta?.stop_reason;
  const hasTools = blocks.some((block) => block.type === 'tool_use');
  const faults = streamFaults(events);
  if (text.includes('\ufffd')) faults.push('U+FFFD: a character was cut in two');
  if (events.some(({ json }) => json?.type === 'error')) faults.push('an error event');
  if (hasTools !== (stop === 'tool_use')) faults.push(`stop_reason ${stop} ${hasTools ? 'with' : 'without'} tool_use`);
  return [...faults, ...idFaults(blocks), ...emptyTextFaults(events.map(({ json }) => json))];
}

function idFaults(blocks: readonly ContentBlock[]): string[] {
  const ids = blocks.filter((block) => block.type === 'tool_use').map((block) => block.id ?? '');
  const faults = new Set(ids).size === ids.length ? [] : ['two tool_use of one id'];
  const wrong = ids.filter((id) => !/^[a-zA-Z0-9_-]+$/.test(id));
  return [...faults, ...wrong.map((id) => `tool_use id ${id}, which Anthropic refuses`)];
}

/** Real Anthropic refuses an empty text block when it is sent back. */
function emptyTextFaults(
  events: readonly ({ type?: string; index?: number; content_block?: ContentBlock } | undefined)[],
) {
  const filled = new Set(events.flatMap((event) => (event?.type === 'content_block_delta' ? [event.index] : [])));
  const opened = events.filter((event) => event?.content_block?.type === 'text');
  return opened.flatMap((event) => (filled.has(event?.index) ? [] : [`block ${event?.index} is an empty text`]));
}

function messageId({ isStream, raw }: Passed): string | undefined {
  if (!isStream) return bodyOf(raw)?.id;
  const start = parseSse(raw.toString()).find(({ event }) => event === 'message_start');
  return start?.json?.message?.id;
}

function bodyOf(raw: Buffer): ClientBody | undefined {
  return parseJson(raw.toString()) as ClientBody | undefined;
}
