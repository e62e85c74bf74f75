import { Body } from '../../lib/body.ts';
import { asArray, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import { restoreExtra } from '../../turn/extra.ts';
import { Losses } from '../../turn/losses.ts';
import type { OutputFormat, TurnRequest } from '../../turn/request.ts';
import type { EncodedRequest, EncodeTarget } from '../codec.ts';
import type { Quirks } from '../quirks.ts';
import { fitBody, tellSchema } from './body-habits.ts';
import { fitMessages } from './message-habits.ts';
import { encodeMessages } from './messages-encode.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeThinking } from './thinking-encode.ts';
import { ToolNames } from './tool-names.ts';
import { encodeTools } from './tools-encode.ts';

/**
 * Turn → OpenAI Chat Completions request. Nothing is sent that the client did not ask for; what cannot be said is
 * listed in `losses`.
 * Source: the type files of the `openai` package 6.49, and platforms' habits as declared in `target.quirks`.
 */
export function encodeRequest(turn: TurnRequest, target: EncodeTarget): EncodedRequest {
  const losses = new Losses();
  const names = new ToolNames();
  const thinking = encodeThinking(turn, target.quirks, losses);
  const stream = turn.stream || (target.quirks.thinkingOnlyStreams === true && thinking.isOn);
  const extra = restoreExtra(turn.extra, PROTOCOL, '', losses);
  const format = encodeFormat(turn, target.quirks, losses);
  const messages = encodeMessages(turn, { target, names, losses, isOwn: turn.protocol === PROTOCOL });
  const told = format.inWords === undefined ? messages : tellSchema(messages, format.inWords, losses);
  const body: JsonObject = {
    model: wireText(target.model),
    messages: fitMessages(told, target.quirks, thinking.isOn),
    ...encodeSampling(turn, target, losses),
    ...encodeTools(turn, target.quirks, names, losses),
    ...thinking.fields,
    ...format.fields,
    ...extra,
    ...(stream && encodeStream(extra, target)),
  };
  const fitted = fitBody(body, target.quirks, losses);
  return { body: Body.of(writeWireJson(fitted)), stream, losses: losses.list(), toolNames: names.originals() };
}

function encodeSampling(turn: TurnRequest, target: EncodeTarget, losses: Losses): JsonObject {
  if (turn.topK !== undefined) losses.add('top_k', `${PROTOCOL} has no such field`);
  const limit = target.maxOutputTokens;
  const maxTokens =
    turn.maxTokens === undefined || limit === undefined ? turn.maxTokens : Math.min(turn.maxTokens, limit);
  return {
    ...(maxTokens !== undefined && { [target.quirks.maxTokensField ?? 'max_tokens']: maxTokens }),
    ...(turn.temperature !== undefined && { temperature: turn.temperature }),
    ...(turn.topP !== undefined && { top_p: turn.topP }),
    ...(turn.seed !== undefined && { seed: turn.seed }),
    ...(turn.stop !== undefined && turn.stop.length > 0 && { stop: [...turn.stop] }),
  };
}

/** Usage comes in a stream only on request; without it no call could be accounted for. */
function encodeStream(extra: JsonObject, target: EncodeTarget): JsonObject {
  if (target.quirks.noStreamOptions === true) return { stream: true };
  const options = extra['stream_options'];
  return { stream: true, stream_options: { ...(typeof options === 'object' && options), include_usage: true } };
}

/** `inWords`: what the field cannot say and the model must be told. */
function encodeFormat(
  { outputFormat }: TurnRequest,
  quirks: Quirks,
  losses: Losses,
): { readonly fields: JsonObject; readonly inWords?: OutputFormat } {
  if (outputFormat === undefined) return { fields: {} };
  if (quirks.noJsonSchema !== true) return { fields: { response_format: encodeSchema(outputFormat, losses) } };
  restoreExtra(outputFormat.extra, PROTOCOL, 'output_config.format', losses);
  return { fields: { response_format: { type: 'json_object' } }, inWords: outputFormat };
}

/** OpenAI demands a name. Anthropic's formats are always strict; here they are where OpenAI would take the schema. */
function encodeSchema(format: OutputFormat, losses: Losses): JsonObject {
  const { schema } = format;
  const strict = format.strict ?? (isObject(schema) && isStrict(schema));
  return {
    type: 'json_schema',
    json_schema: {
      name: format.name ?? 'output',
      schema,
      ...(strict && { strict }),
      ...restoreExtra(format.extra, PROTOCOL, 'output_config.format', losses),
    },
  };
}

/** What OpenAI demands of a strict schema: each object in it forbids other properties, and requires all of its own. */
function isStrict(schema: Json | undefined): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isObject(schema)) return true;
  const { type, properties } = schema;
  const required = new Set(asArray(schema['required']));
  const names = isObject(properties) ? Object.keys(properties) : [];
  const isClosed = schema['additionalProperties'] === false && names.every((name) => required.has(name));
  const isForObjects = type === 'object' || (Array.isArray(type) && type.includes('object')) || isObject(properties);
  return (isClosed || !isForObjects) && Object.values(schema).every(isStrict);
}
