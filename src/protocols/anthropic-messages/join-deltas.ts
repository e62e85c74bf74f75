import { asArray, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Block } from '../../turn/request.ts';
import { inputObject } from '../../turn/tool-input.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * Puts what streamed in Anthropic's own form into its block: citations into a text, the input of a tool that Anthropic
 * runs, and what else a newer kind of block gets, such as the content of a compaction.
 * Source: the Messages API's guide to streaming, and `BetaRawContentBlockDelta` of `@anthropic-ai/sdk` 1.12.
 */
export function joinDeltas(block: Block, deltas: readonly Json[]): Block {
  const own = deltas.filter(isObject);
  if (block.type === 'text') return withCitations(block, own);
  return block.type === 'opaque' ? { ...block, raw: withFields(block.raw, own) } : block;
}

function withCitations(block: Extract<Block, { type: 'text' }>, deltas: readonly JsonObject[]): Block {
  const citations = deltas.flatMap(({ type, citation }) => (type === 'citations_delta' ? [citation ?? null] : []));
  if (citations.length === 0) return block;
  const before = asArray(block.extra?.fields['citations']);
  return {
    ...block,
    extra: { protocol: PROTOCOL, fields: { ...block.extra?.fields, citations: [...before, ...citations] } },
  };
}

function withFields(raw: JsonObject, deltas: readonly JsonObject[]): JsonObject {
  const json = deltas.map(
    (delta) => (delta['type'] === 'input_json_delta' ? asString(delta['partial_json']) : '') ?? '',
  );
  const others = deltas.filter(({ type }) => type !== 'input_json_delta').map(({ type: _, ...fields }) => fields);
  const text = json.join('');
  return Object.assign({ ...raw }, ...others, text === '' ? {} : { input: inputObject({ kind: 'text', text }) });
}
