/** Requests to be read: of bytes, and of the same body parsed as a whole. */

import { Body } from '../../src/lib/body.ts';
import type { IncomingHeaders } from '../../src/lib/headers.ts';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { scanObject } from '../../src/lib/json-scan.ts';
import type { JsonView } from '../../src/lib/json-view.ts';
import { CONVERSATIONS } from '../../src/protocols/read-head.ts';
import { conversationField, type RequestView, viewRequest } from '../../src/routing/reading/request-view.ts';
import type { ProtocolId } from '../../src/turn/request.ts';

export interface RequestSource {
  readonly protocol?: ProtocolId;
  readonly path?: string;
  readonly headers?: IncomingHeaders;
  readonly body: JsonObject;
}

/** A request by its bytes, in pieces of that length. */
export function requestOf({ protocol, path, headers, body }: RequestSource, pieceLength = 65_536): RequestView {
  const pieces = inPieces(Buffer.from(JSON.stringify(body)), pieceLength);
  const spans = scanObject(pieces, undefined, CONVERSATIONS);
  const about = { protocol: protocol ?? 'anthropic-messages', path: path ?? '/v1/messages', headers: headers ?? {} };
  return viewRequest({ ...about, body: pieces, spans });
}

function inPieces(bytes: Buffer, length: number): Body {
  const starts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => index * length);
  return new Body(starts.map((start) => bytes.subarray(start, start + length)));
}

/** The same request, looked at by JSON.parse. */
export function parsedRequestOf(source: RequestSource): RequestView {
  const { protocol = 'anthropic-messages', body } = source;
  const conversation = body[conversationField(protocol)];
  const messages = Array.isArray(conversation) ? conversation.filter(isContainer) : [];
  return {
    ...requestOf(source),
    length: messages.length,
    field: (name) => viewOf(body[name]),
    sizeOf: (name) => viewOf(body[name])?.size ?? 0,
    message: (index) => viewOf(messages[index]),
  };
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

function viewOf(value: Json | undefined): JsonView | undefined {
  return value === undefined ? undefined : new ParsedView(value);
}

class ParsedView implements JsonView {
  readonly #value: Json;

  constructor(value: Json) {
    this.#value = value;
  }

  get isText(): boolean {
    return typeof this.#value === 'string';
  }

  get size(): number {
    return this.#bytes().length;
  }

  field(name: string): JsonView | undefined {
    return isObject(this.#value) ? viewOf(this.#value[name]) : undefined;
  }

  elements(): readonly JsonView[] {
    const items = Array.isArray(this.#value) ? this.#value : [];
    return items.filter(isContainer).map((item) => new ParsedView(item));
  }

  text(limit = Number.POSITIVE_INFINITY): string {
    if (this.size - 2 > limit) throw new RangeError('a text is too long to be compared');
    return typeof this.#value === 'string' ? this.#value : '';
  }

  /** In characters of ASCII a byte is a character; others are cut here and there. */
  beginning(bytes: number): string {
    return this.text().slice(0, bytes);
  }

  json(): Json {
    return this.#value;
  }

  raw(limit: number): Buffer {
    return this.#bytes().subarray(0, limit);
  }

  #bytes(): Buffer {
    return Buffer.from(JSON.stringify(this.#value));
  }
}
