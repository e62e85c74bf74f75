/**
 * Oddities of a platform, as data: a platform's file declares them and a codec's encoder consults them. A codec never
 * tests a platform's name.
 */
export interface Quirks {
  /** The field that limits the output. Default `max_tokens`. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /**
   * How thinking is asked for. Default `effort`.
   * - `effort`: `reasoning_effort`
   * - `enable-thinking`: `enable_thinking` + `thinking_budget`, with an explicit false
   * - `reasoning-object`: `reasoning: {max_tokens | effort}`
   * - `think`: `reasoning_effort`, with an explicit `none` when thinking is off
   */
  readonly thinking?: 'effort' | 'enable-thinking' | 'reasoning-object' | 'think';
  /** Efforts that the platform knows; stronger ones are sent as the strongest of these. Default low, medium, high. */
  readonly efforts?: readonly string[];
  /** A thinking model answers only as a stream, so a non-streaming call is collected from one. */
  readonly thinkingOnlyStreams?: boolean;
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
