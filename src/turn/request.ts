/**
 * The neutral request. It is shaped after Anthropic's blocks, the richest of the formats that we speak.
 *
 * All strings are wire text (lib/wire-text.ts). Nothing here is ever changed after it was decoded: each attempt encodes
 * anew from the same turn.
 */

import type { Json, JsonObject } from '../lib/json.ts';

/** The wire formats. A platform's quirks and a codec are found by it. */
export type ProtocolId = 'anthropic-messages' | 'ollama-chat' | 'openai-chat' | 'openai-responses';

/**
 * Fields of the source that the turn has no place for. The codec of the same protocol puts them back; any other one
 * drops them and says so as a loss.
 */
export interface Extra {
  readonly protocol: ProtocolId;
  readonly fields: JsonObject;
  /**
   * How the source wrote something that the turn carries in another form (`stop` as one string, a `developer` role).
   * The same protocol's encoder writes these over its own fields, `undefined` takes one away; to others it is no loss.
   */
  readonly spelling?: JsonObject;
}

interface Node {
  readonly extra?: Extra;
  /** The source's cache hint (`cache_control`), kept as it came. */
  readonly cacheHint?: Json;
}

export interface TextBlock extends Node {
  readonly type: 'text';
  readonly text: string;
}

/** Where the bytes of an image or a document are. */
export type MediaSource =
  | { readonly kind: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly fileId: string };

export interface ImageBlock extends Node {
  readonly type: 'image';
  readonly source: MediaSource;
}

/** A document: text, blocks of text and images, or a file. */
export interface DocumentBlock extends Node {
  readonly type: 'document';
  readonly source:
    | MediaSource
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'blocks'; readonly blocks: readonly Block[]; readonly plain?: true };
  readonly title?: string;
  readonly context?: string;
}

/** Reasoning of the model. `signature` is the maker's own proof, see thinking-origin.ts. */
export interface ThinkingBlock extends Node {
  readonly type: 'thinking';
  readonly text: string;
  readonly signature: string;
}

export interface ToolCallBlock extends Node {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** A value from Anthropic (an object), a JSON text from OpenAI. */
  readonly input: ToolInput;
}

/** Arguments of a tool call, in the form in which they came: text is kept to the letter, as it may be broken JSON. */
export type ToolInput =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'text'; readonly text: string };

export interface ToolResultBlock extends Node {
  readonly type: 'tool-result';
  readonly callId: string;
  readonly content: readonly Block[];
  /** The source had a string (or nothing) in place of blocks. */
  readonly form: 'blocks' | 'string' | 'absent';
  readonly isError?: boolean;
}

/** A block that only its own protocol understands, kept whole. */
export interface OpaqueBlock {
  readonly type: 'opaque';
  readonly protocol: ProtocolId;
  readonly raw: JsonObject;
}

export type Block =
  | TextBlock
  | ImageBlock
  | DocumentBlock
  | ThinkingBlock
  | ToolCallBlock
  | ToolResultBlock
  | OpaqueBlock;

export interface Message {
  /** `system` inside the conversation is an instruction at its place; it is never moved to the front. */
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: readonly Block[];
  /** The source had a string in place of blocks. */
  readonly plain?: true;
  readonly extra?: Extra;
}

/** A tool that the client runs. */
export interface FunctionTool extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly schema?: Json;
  readonly strict?: boolean;
}

/** A tool that the platform itself runs (web search, code execution), or one that is no tool yet. */
export interface HostedTool {
  readonly kind: 'hosted';
  readonly protocol: ProtocolId;
  readonly raw: JsonObject;
}

export type Tool = FunctionTool | HostedTool;

export type ToolChoice = { readonly extra?: Extra } & (
  | { readonly kind: 'auto' | 'any' | 'none' }
  | { readonly kind: 'tool'; readonly name: string }
);

/** How much the model shall think before it answers. `budget` is in tokens. */
export type Thinking = { readonly extra?: Extra } & (
  | { readonly kind: 'budget'; readonly budget: number }
  | { readonly kind: 'adaptive' | 'between-tools' | 'disabled' }
);

export interface OutputFormat {
  readonly name?: string;
  readonly schema: Json;
  readonly strict?: boolean;
  readonly extra?: Extra;
}

export interface TurnRequest {
  readonly protocol: ProtocolId;
  /** What it says is no more what the source said, so that its protocol's encoder must not give the source back. */
  readonly isRewritten?: true;
  readonly model: string;
  readonly stream: boolean;
  /** The client wants the usage at the end of the stream (OpenAI's `stream_options`); Anthropic's always gets it. */
  readonly includeUsage?: boolean;
  readonly system: readonly Block[];
  /** The source had one string as its system text. */
  readonly systemPlain?: true;
  /** The source's leading system messages, where one message with `system` in it would not give them back. */
  readonly systemSource?: readonly JsonObject[];
  readonly messages: readonly Message[];
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  /** The same seed gives the same reply, where the platform can do that. */
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  /** False: at most one tool call in a turn. */
  readonly parallelToolCalls?: boolean;
  readonly thinking?: Thinking;
  /** `low`, `medium`, `high`, `xhigh`, `max`, `none`, `minimal`: kept as the client said it. */
  readonly effort?: string;
  readonly outputFormat?: OutputFormat;
  readonly extra?: Extra;
}
