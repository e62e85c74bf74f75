import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { withExtra } from '../../turn/extra.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, DocumentBlock, MediaSource, OpaqueBlock, ToolResultBlock } from '../../turn/request.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * Anthropic content blocks → blocks of the turn. A block of an unknown type stays whole, as an opaque one.
 *
 * @param path where the list stands, for messages
 * @throws Fault invalid_request for a block of a known type that lacks what makes it one
 */
export function decodeBlocks(blocks: readonly Json[], path: string): Block[] {
  return blocks.map((block, index) => decodeBlock(block, `${path}[${index}]`));
}

function decodeBlock(block: Json, path: string): Block {
  if (!isObject(block)) throw badRequest(`${path}: must be an object`);
  switch (block['type']) {
    case 'text':
      return decodeText(block, path);
    case 'image':
      return decodeImage(block, path);
    case 'document':
      return decodeDocument(block, path);
    case 'thinking':
      return decodeThinking(block, path);
    case 'tool_use':
      return decodeToolUse(block, path);
    case 'tool_result':
      return decodeToolResult(block, path);
    default:
      if (typeof block['type'] !== 'string') throw badRequest(`${path}.type: must be a string`);
      return opaque(block);
  }
}

function opaque(raw: JsonObject): OpaqueBlock {
  return { type: 'opaque', protocol: PROTOCOL, raw };
}

function cacheHintOf(block: JsonObject): { cacheHint?: Json } {
  const cacheHint = block['cache_control'];
  return cacheHint === undefined ? {} : { cacheHint };
}

const TEXT = new Set(['type', 'text', 'cache_control']);

function decodeText(block: JsonObject, path: string): Block {
  const text = block['text'];
  if (typeof text !== 'string') throw badRequest(`${path}.text: must be a string`);
  return { type: 'text', text, ...cacheHintOf(block), ...withExtra(PROTOCOL, block, TEXT) };
}

const IMAGE = new Set(['type', 'source', 'cache_control']);

function decodeImage(block: JsonObject, path: string): Block {
  if (!isObject(block['source'])) throw badRequest(`${path}.source: must be an object`);
  const source = decodeSource(block['source']);
  if (source === undefined) return opaque(block);
  return { type: 'image', source, ...cacheHintOf(block), ...withExtra(PROTOCOL, block, IMAGE) };
}

/** A source of bytes; undefined if it is of a kind that the turn does not know. */
function decodeSource(source: JsonObject): MediaSource | undefined {
  const { type, media_type: mediaType, data, url, file_id: fileId } = source;
  // What a newer API adds to a source would be lost in the turn's form, so such a source stays opaque.
  const hasOnly = (size: number) => Object.keys(source).length === size;
  if (type === 'base64' && typeof mediaType === 'string' && typeof data === 'string' && hasOnly(3)) {
    return { kind: 'base64', mediaType, data };
  }
  if (type === 'url' && typeof url === 'string' && hasOnly(2)) return { kind: 'url', url };
  if (type === 'file' && typeof fileId === 'string' && hasOnly(2)) return { kind: 'file', fileId };
  return undefined;
}

const DOCUMENT = new Set(['type', 'source', 'title', 'context', 'cache_control']);

function decodeDocument(block: JsonObject, path: string): Block {
  if (!isObject(block['source'])) throw badRequest(`${path}.source: must be an object`);
  const source = decodeDocumentSource(block['source'], path);
  if (source === undefined) return opaque(block);
  const title = asString(block['title']);
  const context = asString(block['context']);
  // An explicit null says nothing, but is given back as it came.
  const known = new Set([...DOCUMENT].filter((name) => block[name] !== null));
  return {
    type: 'document',
    source,
    ...(title !== undefined && { title }),
    ...(context !== undefined && { context }),
    ...cacheHintOf(block),
    ...withExtra(PROTOCOL, block, known),
  };
}

function decodeDocumentSource(source: JsonObject, path: string): DocumentBlock['source'] | undefined {
  const { type, data, content } = source;
  if (type === 'text' && typeof data === 'string') return { kind: 'text', text: data };
  if (type === 'content' && typeof content === 'string') {
    return { kind: 'blocks', blocks: [{ type: 'text', text: content }], plain: true };
  }
  if (type === 'content' && Array.isArray(content)) {
    return { kind: 'blocks', blocks: decodeBlocks(content, `${path}.source.content`) };
  }
  return decodeSource(source);
}

const THINKING = new Set(['type', 'thinking', 'signature']);

function decodeThinking(block: JsonObject, path: string): Block {
  const text = block['thinking'];
  if (typeof text !== 'string') throw badRequest(`${path}.thinking: must be a string`);
  const signature = asString(block['signature']) ?? '';
  return { type: 'thinking', text, signature, ...withExtra(PROTOCOL, block, THINKING) };
}

const TOOL_USE = new Set(['type', 'id', 'name', 'input', 'cache_control']);

function decodeToolUse(block: JsonObject, path: string): Block {
  const name = block['name'];
  if (typeof name !== 'string' || name === '') throw badRequest(`${path}.name: must be a non-empty string`);
  return {
    type: 'tool-call',
    id: asString(block['id']) ?? '',
    name,
    input: { kind: 'value', value: block['input'] ?? {} },
    ...cacheHintOf(block),
    ...withExtra(PROTOCOL, block, TOOL_USE),
  };
}

const TOOL_RESULT = new Set(['type', 'tool_use_id', 'content', 'is_error', 'cache_control']);

function decodeToolResult(block: JsonObject, path: string): Block {
  const callId = block['tool_use_id'];
  if (typeof callId !== 'string') throw badRequest(`${path}.tool_use_id: must be a string`);
  const isError = block['is_error'];
  return {
    type: 'tool-result',
    callId,
    ...decodeResultContent(block['content'], path),
    ...(typeof isError === 'boolean' && { isError }),
    ...cacheHintOf(block),
    ...withExtra(PROTOCOL, block, TOOL_RESULT),
  };
}

function decodeResultContent(content: Json | undefined, path: string): Pick<ToolResultBlock, 'content' | 'form'> {
  if (content === undefined || content === null) return { content: [], form: 'absent' };
  if (typeof content === 'string') {
    return { content: content === '' ? [] : [{ type: 'text', text: content }], form: 'string' };
  }
  if (!Array.isArray(content)) throw badRequest(`${path}.content: must be a string or a list of blocks`);
  return { content: decodeBlocks(content, `${path}.content`), form: 'blocks' };
}
