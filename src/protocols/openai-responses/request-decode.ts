import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, OutputFormat, TurnRequest } from '../../turn/request.ts';
import { parseRequest } from '../parse-request.ts';
import { SourceFields } from '../source-fields.ts';
import { SEND_ALL } from './item-decode.ts';
import { type DecodedInput, decodeInput, shellJson } from './items-decode.ts';
import { PROTOCOL } from './protocol.ts';
import { decodeTools } from './tools-decode.ts';

/**
 * OpenAI Responses request → turn. Unknown fields, items and parts are kept, so newer clients work.
 * Source: the request types of the `openai` package 7.57, and what Codex CLI 0.169 sends.
 *
 * @throws Fault invalid_request for what no platform could understand, and for what needs a store of responses
 */
export function decodeRequest(body: Buffer): TurnRequest {
  const source = new SourceFields(PROTOCOL, parseRequest(body));
  refuseStored(source.json);
  spellHarmless(source);
  const { fields, names } = decodeTools(source);
  const input = decodeInput(source.json['input'], names);
  source.take('input');
  const { lost: lostOfReasoning, ...reasoning } = decodeReasoning(source);
  const { lost: lostOfText, ...text } = decodeText(source);
  return {
    protocol: PROTOCOL,
    model: source.string('model') ?? '',
    stream: decodeStream(source),
    ...decodeSystem(source, input),
    messages: input.messages,
    ...fields,
    ...decodeSampling(source),
    ...reasoning,
    ...text,
    ...restOf(source, input, { ...lostOfReasoning, ...lostOfText }),
  };
}

/** What stands for something that was stored at an earlier call. The answer would be wrong without it. */
function refuseStored(json: JsonObject): void {
  for (const name of ['previous_response_id', 'conversation']) {
    if (json[name] === undefined || json[name] === null) continue;
    throw badRequest(`${name}: redwolf stores no responses. ${SEND_ALL}`);
  }
  if (json['background'] === true) {
    throw badRequest('background: redwolf stores no responses, so none could be fetched later. Leave it out.');
  }
  if (json['input'] === undefined && json['prompt'] !== undefined) {
    throw badRequest('prompt: stored prompts are OpenAI’s own. Send the text of the prompt in `input`.');
  }
}

// Values that say what redwolf does anyway.
const HARMLESS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['store', false],
  ['background', false],
  ['truncation', 'disabled'],
  ['service_tier', 'auto'],
]);

function spellHarmless(source: SourceFields): void {
  for (const [name, value] of HARMLESS) if (source.json[name] === value) source.spell(name);
  if (source.json['stream_options'] !== undefined) source.spell('stream_options');
  const { include } = source.json;
  // It is always there: without it the client could not give reasoning back.
  if (Array.isArray(include) && include.every((name) => name === 'reasoning.encrypted_content'))
    source.spell('include');
}

function decodeStream(source: SourceFields): boolean {
  const { stream } = source.json;
  if (stream === true) source.take('stream');
  if (stream === false) source.spell('stream');
  return stream === true;
}

function decodeSystem(source: SourceFields, input: DecodedInput): Pick<TurnRequest, 'system' | 'systemPlain'> {
  const instructions = asString(source.json['instructions']);
  if (instructions !== undefined) source.spell('instructions');
  const own: Block[] = instructions === undefined || instructions === '' ? [] : [{ type: 'text', text: instructions }];
  return { system: [...own, ...input.system] };
}

function decodeSampling(source: SourceFields): Partial<TurnRequest> {
  const maxTokens = source.number('max_output_tokens');
  const temperature = source.number('temperature');
  const topP = source.number('top_p');
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  };
}

interface Settings {
  readonly effort?: string;
  readonly outputFormat?: OutputFormat;
  /** Parts of a field that the turn has no place for, as losses. */
  readonly lost?: JsonObject;
}

/** The effort. Summaries are what every model's thinking is given as, so a wish for them is fulfilled. */
function decodeReasoning(source: SourceFields): Settings {
  const { reasoning } = source.json;
  if (!isObject(reasoning)) return {};
  source.spell('reasoning');
  const { effort, summary: _, generate_summary: __, ...others } = reasoning;
  return { ...(typeof effort === 'string' && { effort }), ...lostFields('reasoning', others) };
}

/** A JSON schema is carried over; `json_object` and the verbosity stay wishes that only this protocol knows. */
function decodeText(source: SourceFields): Settings {
  const { text } = source.json;
  if (!isObject(text)) return {};
  const { format, ...others } = text;
  if (!isObject(format) || format['type'] === 'text') {
    source.spell('text');
    return lostFields('text', others);
  }
  if (format['type'] !== 'json_schema') return {};
  source.spell('text');
  const inner = new SourceFields(PROTOCOL, format);
  inner.take('type', 'schema');
  const name = inner.string('name');
  const { strict } = format;
  inner.spell('strict');
  const outputFormat: OutputFormat = {
    schema: format['schema'] ?? {},
    ...(name !== undefined && { name }),
    ...(typeof strict === 'boolean' && { strict }),
    ...inner.rest(),
  };
  return { outputFormat, ...lostFields('text', others) };
}

function lostFields(name: string, fields: JsonObject): Settings {
  return Object.values(fields).some((value) => value !== null) ? { lost: { [name]: fields } } : {};
}

/** All that is left, and how the source wrote what the turn says in another way. */
function restOf(source: SourceFields, input: DecodedInput, lost: JsonObject): Pick<TurnRequest, 'extra'> {
  const { extra } = source.rest();
  const spelling = {
    ...extra?.spelling,
    ...(input.systemShells.length > 0 && { system: input.systemShells.map(shellJson) }),
  };
  const fields = { ...extra?.fields, ...lost };
  return { extra: { protocol: PROTOCOL, fields, spelling } };
}
