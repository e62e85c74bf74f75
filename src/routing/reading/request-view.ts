import type { Body } from '../../lib/body.ts';
import type { IncomingHeaders } from '../../lib/headers.ts';
import { asObject, type JsonObject } from '../../lib/json.ts';
import type { FieldSpans } from '../../lib/json-scan.ts';
import { JsonBytesView, type JsonView } from '../../lib/json-view.ts';
import type { ProtocolId } from '../../turn/request.ts';

/** A request to be read: what was asked, and its body by the parts that are asked for. */
export interface RequestView {
  readonly protocol: ProtocolId;
  /** Below the base, without its query. */
  readonly path: string;
  readonly headers: IncomingHeaders;
  /** A field of the body's top level. */
  field(name: string): JsonView | undefined;
  /** How long a field of the top level is, in bytes; 0 if it is absent. */
  sizeOf(name: string): number;
  /** How many messages (or items) the conversation has. */
  readonly length: number;
  /** A message by its position. */
  message(index: number): JsonView | undefined;
  readonly body: Body;
}

/** A request as it came. */
export interface RequestBytes extends Pick<RequestView, 'protocol' | 'path' | 'headers' | 'body'> {
  /** Of the body, the conversation outlined (protocols/read-head.ts). */
  readonly spans: FieldSpans;
}

/** Looks at a request's bytes. What is not asked for is not parsed. */
export function viewRequest({ protocol, path, headers, body, spans }: RequestBytes): RequestView {
  const outline = spans.fields.get(conversationField(protocol))?.outline;
  return {
    protocol,
    path,
    headers,
    length: outline?.length ?? 0,
    body,
    field(name) {
      const span = spans.fields.get(name);
      if (span === undefined) return undefined;
      return new JsonBytesView({ bytes: body.slice(span.start, span.end), base: span.start, outline: span.outline });
    },
    sizeOf(name) {
      const span = spans.fields.get(name);
      return span === undefined ? 0 : span.end - span.start;
    },
    message(index) {
      const span = outline?.element(index);
      if (span === undefined) return undefined;
      return new JsonBytesView({ bytes: body.slice(span.start, span.end), base: span.start, outline });
    },
  };
}

// Longer ones hold something else than what is looked for.
const LONGEST_OBJECT = 65_536;

/** A field of the top level that is an object, parsed; undefined if there is none. */
export function objectField(request: RequestView, name: string): JsonObject | undefined {
  return request.sizeOf(name) > LONGEST_OBJECT ? undefined : asObject(request.field(name)?.json());
}

/** The name of the field that holds the conversation. */
export function conversationField(protocol: ProtocolId): 'input' | 'messages' {
  return protocol === 'openai-responses' ? 'input' : 'messages';
}
