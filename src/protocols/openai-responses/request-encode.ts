import { Body } from '../../lib/body.ts';
import type { JsonObject } from '../../lib/json.ts';
import { wireText, writeWireJson } from '../../lib/wire-text.ts';
import { restoreExtra } from '../../turn/extra.ts';
import { Losses } from '../../turn/losses.ts';
import type { OutputFormat, TurnRequest } from '../../turn/request.ts';
import type { EncodedRequest, EncodeTarget } from '../codec.ts';
import { fitBody } from '../openai-chat/body-habits.ts';
import { encodeThinking } from '../openai-chat/thinking-encode.ts';
import { ToolNames } from '../openai-chat/tool-names.ts';
import { encodeConversation } from './items-encode.ts';
import { encodeOwnInput } from './own-items-encode.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeTools } from './tools-encode.ts';

// "Expected a value >= 16", OpenAI says of a smaller max_output_tokens.
const LEAST_OUTPUT = 16;

/**
 * Turn → OpenAI Responses request. A turn that came in this protocol is given back as it came. Nothing is stored at the
 * platform, so its reasoning comes back encrypted, for the client to keep. What cannot be said is in `losses`.
 * Source: the request types of the `openai` package 7.57.
 */
export function encodeRequest(turn: TurnRequest, target: EncodeTarget): EncodedRequest {
  const losses = new Losses();
  const names = new ToolNames();
  const context = { target, names, losses };
  const isOwn = turn.protocol === PROTOCOL && turn.isRewritten !== true;
  const extra = restoreExtra(turn.extra, PROTOCOL, '', losses);
  // Not a field: what the leading items were made of.
  if (isOwn) delete extra['system'];
  const body: JsonObject = {
    model: wireText(target.model),
    ...(isOwn ? { input: encodeOwnInput(turn) } : encodeConversation(turn, context)),
    ...encodeSampling(turn, target, losses),
    ...encodeTools(turn, target.quirks, names, losses),
    ...(isOwn ? {} : encodeReasoning(turn, target, losses)),
    ...(turn.outputFormat !== undefined && { text: { format: encodeFormat(turn.outputFormat, losses) } }),
    ...(isOwn ? {} : { store: false }),
    ...(turn.stream && { stream: true }),
    ...extra,
  };
  const originals = names.originals();
  const fitted = isOwn ? body : fitBody(body, target.quirks, losses);
  return { body: Body.of(writeWireJson(fitted)), stream: turn.stream, losses: losses.list(), toolNames: originals };
}

function encodeSampling(turn: TurnRequest, target: EncodeTarget, losses: Losses): JsonObject {
  if (turn.topK !== undefined) losses.add('top_k', `${PROTOCOL} has no such field`);
  if (turn.seed !== undefined) losses.add('seed', `${PROTOCOL} has no such field`);
  if (turn.stop !== undefined && turn.stop.length > 0) losses.add('stop', `${PROTOCOL} has no stop sequences`);
  const limit = target.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const asked = turn.maxTokens;
  const least = turn.protocol === PROTOCOL ? 0 : LEAST_OUTPUT;
  const maxTokens = asked === undefined ? undefined : Math.max(least, Math.min(asked, limit));
  if (asked !== undefined && asked < least) losses.add('max_tokens', 'the least that can be asked for is 16');
  return {
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(turn.temperature !== undefined && { temperature: turn.temperature }),
    ...(turn.topP !== undefined && { top_p: turn.topP }),
  };
}

/**
 * The effort, and the wish to get the reasoning back. Both only where the client wants thinking: other models refuse them
 * ("Encrypted content is not supported with this model"). Summaries are not asked for: they are refused to organizations
 * that OpenAI has not verified.
 */
function encodeReasoning(turn: TurnRequest, target: EncodeTarget, losses: Losses): JsonObject {
  const { thinking = 'effort' } = target.quirks;
  const { fields, isOn } = encodeThinking(turn, { ...target.quirks, thinking }, losses);
  const effort = fields['reasoning_effort'];
  return {
    ...(effort !== undefined && { reasoning: { effort } }),
    ...(isOn && thinking !== 'none' && { include: ['reasoning.encrypted_content'] }),
  };
}

/** The API demands a name. */
function encodeFormat(format: OutputFormat, losses: Losses): JsonObject {
  return {
    type: 'json_schema',
    name: format.name ?? 'output',
    schema: format.schema,
    ...(format.strict !== undefined && { strict: format.strict }),
    ...restoreExtra(format.extra, PROTOCOL, 'output_config.format', losses),
  };
}
