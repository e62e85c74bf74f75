import type { JsonObject } from '../lib/json.ts';

/**
 * Oddities of a platform, as data: a platform's file declares them and a codec's encoder consults them. A codec never
 * tests a platform's name.
 */
export interface Quirks {
  /** The field that limits the output. Default `max_tokens`; in a relayed request, as the client wrote it. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /**
   * How thinking is asked for. Default `effort`.
   * - `effort`: `reasoning_effort`
   * - `enable-thinking`: `enable_thinking` + `thinking_budget`, with an explicit false
   * - `reasoning-object`: `reasoning: {max_tokens | effort}`
   * - `think`: `reasoning_effort`, with an explicit `none` when thinking is off
   * - `always`: `reasoning_effort`, and the weakest one when thinking is off: the model cannot do without
   * - `thinking-object`: `thinking: {type: enabled | disabled}`, and `reasoning_effort` where `efforts` are declared
   * - `chat-template`: `chat_template_kwargs: {enable_thinking}`
   * - `none`: not at all
   */
  readonly thinking?:
    | 'effort'
    | 'enable-thinking'
    | 'reasoning-object'
    | 'think'
    | 'always'
    | 'thinking-object'
    | 'chat-template'
    | 'none';
  /**
   * Efforts that the platform knows, weak ones first; others are sent as the nearest weaker one. Default low, medium, high;
   * for Ollama none: its models think or do not.
   */
  readonly efforts?: readonly string[];
  /** Fewest and most tokens of a thinking budget; others are moved to these. */
  readonly thinkingBudget?: readonly [number, number];
  /** In a `thinking-object`, the type that lets the model think. Default `enabled`. */
  readonly thinkingType?: string;
  /** A model that thinks cannot be made to call a tool: such a call is made without thinking. */
  readonly forcedToolStopsThinking?: boolean;
  /** Tools can only be offered (`tool_choice: auto`). To forbid them, none is sent. */
  readonly toolChoiceOnlyAuto?: boolean;
  /**
   * While thinking, each message with tool calls must carry `reasoning_content`. This text stands in it where the
   * reasoning is not the platform's own.
   */
  readonly reasoningStandIn?: string;
  /** Fields of the first tool call of a message that the platform did not make, where it demands its own. */
  readonly toolCallStandIn?: JsonObject;
  /** Ids of tool calls are nine letters or digits. */
  readonly nineLetterToolIds?: boolean;
  /** A user's message may not follow a tool's result: a word of the assistant stands between them. */
  readonly noUserAfterTool?: boolean;
  /** Output is promised to be JSON but follows no schema: the schema is told in words. */
  readonly noJsonSchema?: boolean;
  /** Lowest and highest temperature; others are moved to these. */
  readonly temperature?: readonly [number, number];
  /** Fields at the top of a request that are refused: left out, as a loss. */
  readonly refusedFields?: readonly string[];
  /** Fields at the top of each request, unless the client sends them itself. */
  readonly extraFields?: JsonObject;
  /** A thinking model answers only as a stream, so a non-streaming call is collected from one. */
  readonly thinkingOnlyStreams?: boolean;
  /** The platform knows the role `developer`. Default false: it is sent as `system`, which means the same to OpenAI. */
  readonly developerRole?: boolean;
  /** `system` messages may stand anywhere in the conversation. */
  readonly systemAnywhere?: boolean;
  /** Tool schemas accept `strict`. Default true. */
  readonly strictTools?: boolean;
  /** Characters that an id of a tool call may have. Default no limit. */
  readonly maxToolIdLength?: number;
  /** `stream_options` is refused. */
  readonly noStreamOptions?: boolean;
  /** The platform proves its thinking by signatures and refuses foreign or missing ones. */
  readonly signedThinking?: boolean;
}
