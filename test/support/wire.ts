/**
 * What the tests look at in JSON from the wire. Every field may be absent: a test that reads one also checks it. The
 * types are a view for the reader and the compiler; nothing here is validated.
 */

/** Tokens, in Anthropic's words. */
export interface AnthropicUsage {
  input_tokens?: number;
  output_tokens?: number;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
}

/** A block of an Anthropic message. */
export interface ContentBlock {
  type?: string;
  text?: string;
  thinking?: string;
  signature?: string;
  id?: string;
  name?: string;
  input?: unknown;
  [other: string]: unknown;
}

/** An Anthropic message, whole or at the start of a stream. */
export interface Message {
  id?: string;
  type?: string;
  role?: string;
  model?: string;
  content?: ContentBlock[];
  stop_reason?: string | null;
  stop_sequence?: string | null;
  usage?: AnthropicUsage;
  [other: string]: unknown;
}

/** The `error` object of an Anthropic error. */
export interface ErrorBody {
  type?: string;
  message?: string;
  details?: { error_code?: string };
}

/** An entry of the model list. */
export interface ModelEntry {
  type?: string;
  id?: string;
  display_name?: string;
  created_at?: string;
  [other: string]: unknown;
}

/** Any JSON body that a client of redwolf gets: a message, an error, a count, a list of models. */
export interface ClientBody extends Message {
  error?: ErrorBody;
  request_id?: string;
  input_tokens?: number;
  data?: ModelEntry[];
  has_more?: boolean;
  first_id?: string;
  last_id?: string;
}

/** The data of an event of an Anthropic stream. */
export interface StreamEvent {
  type?: string;
  index?: number;
  message?: Message;
  content_block?: ContentBlock;
  delta?: {
    type?: string;
    text?: string;
    thinking?: string;
    signature?: string;
    partial_json?: string;
    stop_reason?: string | null;
    stop_sequence?: string | null;
  };
  usage?: AnthropicUsage;
  error?: ErrorBody;
}

/** A part of the content of an OpenAI chat message. */
export interface ChatPart {
  type?: string;
  text?: string;
  image_url?: { url?: string };
  [other: string]: unknown;
}

export interface ChatToolCall {
  id?: string;
  type?: string;
  function?: { name?: string; arguments?: string };
  [other: string]: unknown;
}

export interface ChatMessage {
  role?: string;
  content?: string | ChatPart[] | null;
  tool_calls?: ChatToolCall[];
  tool_call_id?: string;
  reasoning_content?: string;
  reasoning?: string;
  reasoning_details?: unknown;
  [other: string]: unknown;
}

export interface ChatTool {
  type?: string;
  function?: ChatFunction;
  [other: string]: unknown;
}

export interface ChatFunction {
  name?: string;
  description?: string;
  parameters?: { type?: string; properties?: unknown; [other: string]: unknown };
  strict?: boolean;
}

/** A request as a platform got it: OpenAI's chat form, or Anthropic's where the platform speaks that. */
export interface UpstreamBody {
  model?: string;
  messages?: ChatMessage[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  max_tokens?: number;
  max_completion_tokens?: number;
  temperature?: number;
  top_p?: number;
  stop?: string[];
  tools?: ChatTool[];
  tool_choice?: unknown;
  parallel_tool_calls?: boolean;
  reasoning_effort?: string;
  reasoning?: { effort?: string; max_tokens?: number };
  enable_thinking?: boolean;
  thinking_budget?: number;
  thinking?: unknown;
  response_format?: { type?: string; json_schema?: { name?: string; schema?: { required?: string[] } } };
  [other: string]: unknown;
}
