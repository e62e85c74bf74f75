import { isObject } from '../../lib/json.ts';
import type { OutputFormat, TurnRequest } from '../../turn/request.ts';
import { parseRequest } from '../parse-request.ts';
import { SourceFields } from '../source-fields.ts';
import { decodeMessages } from './messages-decode.ts';
import { PROTOCOL } from './protocol.ts';
import { decodeTools } from './tools-decode.ts';

/**
 * OpenAI Chat Completions request → turn. Unknown fields and parts are kept, so newer clients work.
 * Source: the request types of the `openai` package 6.49, and what coding agents send (opencode, qwen-code).
 *
 * @throws Fault invalid_request for what no platform could understand
 */
export function decodeRequest(body: Buffer): TurnRequest {
  const source = new SourceFields(PROTOCOL, parseRequest(body));
  const messages = decodeMessages(source.json['messages']);
  source.take('messages');
  return {
    protocol: PROTOCOL,
    model: source.string('model') ?? '',
    ...decodeStream(source),
    ...messages,
    ...decodeSampling(source),
    ...decodeTools(source),
    ...decodeFormat(source),
    ...source.rest(),
  };
}

function decodeStream(source: SourceFields): Pick<TurnRequest, 'stream' | 'includeUsage'> {
  const { stream, stream_options: options } = source.json;
  if (stream === true) source.take('stream');
  if (stream === false) source.spell('stream');
  if (!isObject(options)) return { stream: stream === true };
  source.spell('stream_options');
  return { stream: stream === true, includeUsage: options['include_usage'] === true };
}

function decodeSampling(source: SourceFields): Partial<TurnRequest> {
  const maxTokens = decodeLimit(source);
  const temperature = source.number('temperature');
  const topP = source.number('top_p');
  const topK = source.number('top_k');
  const seed = source.number('seed');
  // Not OpenAI's, but vLLM's, OpenRouter's and DashScope's: to the encoder it is a foreign field.
  if (topK !== undefined) source.spell('top_k');
  const effort = source.string('reasoning_effort');
  if (effort !== undefined && !COMMON_EFFORTS.has(effort)) source.spell('reasoning_effort');
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(seed !== undefined && { seed }),
    ...(effort !== undefined && { effort }),
    ...decodeStop(source),
  };
}

/** Efforts that every platform knows; the encoder may write others in another way. */
const COMMON_EFFORTS: ReadonlySet<string> = new Set(['low', 'medium', 'high']);

/** The newer name holds where both are given, as with OpenAI. */
function decodeLimit(source: SourceFields): number | undefined {
  const newer = source.number('max_completion_tokens');
  const older = source.number('max_tokens');
  if (newer === undefined) return older;
  source.spell('max_completion_tokens');
  source.spell('max_tokens');
  return newer;
}

function decodeStop(source: SourceFields): { stop?: readonly string[] } {
  const { stop } = source.json;
  if (typeof stop === 'string') {
    source.spell('stop');
    return { stop: [stop] };
  }
  if (!Array.isArray(stop) || stop.length === 0 || !stop.every((text) => typeof text === 'string')) return {};
  source.take('stop');
  return { stop };
}

/** A JSON schema is carried over; `json_object` stays a wish that only this protocol knows. */
function decodeFormat(source: SourceFields): { outputFormat?: OutputFormat } {
  const format = source.json['response_format'];
  if (!isObject(format)) return {};
  if (format['type'] === 'text') source.spell('response_format');
  const json = format['json_schema'];
  if (format['type'] !== 'json_schema' || !isObject(json)) return {};
  source.take('response_format');
  const inner = new SourceFields(PROTOCOL, json);
  const name = inner.string('name');
  const { schema, strict } = json;
  inner.take('schema');
  // Without a wish the encoder decides by the schema.
  inner.spell('strict');
  return {
    outputFormat: {
      schema: schema ?? {},
      ...(name !== undefined && { name }),
      ...(typeof strict === 'boolean' && { strict }),
      ...inner.rest(),
    },
  };
}
