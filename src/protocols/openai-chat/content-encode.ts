import { asArray, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Block, DocumentBlock, MediaSource, OpaqueBlock, ToolCallBlock } from '../../turn/request.ts';
import { PROTOCOL } from './protocol.ts';

/** A part of a user message. */
export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'media'; readonly raw: JsonObject };

const BLOCK = 'messages[].content[]';

/** A block of a user message, or of a tool result, as parts in their order. Empty text gives none. */
export function encodeParts(block: Block, losses: Losses): Part[] {
  if (block.type !== 'opaque') {
    loseCacheHint(block.cacheHint, BLOCK, losses);
    restoreExtra(block.extra, PROTOCOL, BLOCK, losses);
  }
  switch (block.type) {
    case 'text':
      return textPart(block.text);
    case 'image':
      return encodeImage(block.source, losses);
    case 'document':
      return encodeDocument(block, losses);
    case 'tool-call':
      losses.add(BLOCK, 'a tool call outside of an assistant turn was sent as text');
      return textPart(describeCall(block));
    case 'tool-result':
      return block.content.flatMap((item) => encodeParts(item, losses));
    case 'thinking':
      losses.add(BLOCK, 'thinking outside of an assistant turn');
      return [];
    case 'opaque':
      return encodeOpaque(block, losses);
  }
}

/** Says that a cache hint goes no further; null is none. `path` is that of the node that has it. */
export function loseCacheHint(hint: Json | undefined, path: string, losses: Losses): void {
  if (hint !== undefined && hint !== null) losses.add(`${path}.cache_control`, 'the platform takes no cache hints');
}

/** The readable text of a block, or undefined if it has none. Media in a place that holds only text is a loss. */
export function textOf(block: Block, losses: Losses): string | undefined {
  const parts = encodeParts(block, losses);
  if (parts.some((part) => part.type === 'media')) losses.add(BLOCK, 'only text can stand here');
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
  return text === '' ? undefined : text;
}

/**
 * Content of a user message. Text alone is one string, its blocks kept apart by a blank line: clients send the same text
 * now as a block and now as a string, and the bytes that reach the platform's prefix cache must not change with it.
 */
export function partsToContent(parts: readonly Part[]): Json {
  const isText = parts.every((part) => part.type === 'text');
  if (isText) return parts.map((part) => part.text).join('\n\n');
  return parts.map((part) => (part.type === 'text' ? { type: 'text', text: part.text } : part.raw));
}

function textPart(text: string): Part[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function describeCall(block: ToolCallBlock): string {
  const input = block.input.kind === 'text' ? block.input.text : JSON.stringify(block.input.value);
  return `[Tool call: ${block.name} with the input ${input}]`;
}

function encodeImage(source: MediaSource, losses: Losses): Part[] {
  switch (source.kind) {
    case 'base64':
      return [image(`data:${source.mediaType};base64,${source.data}`)];
    case 'url':
      return [image(source.url)];
    case 'file':
      losses.add(`${BLOCK}.source`, 'a file of the Files API cannot be read by another platform');
      return textPart(`[Image: file ${source.fileId}, not available here]`);
  }
}

function image(url: string): Part {
  return { type: 'media', raw: { type: 'image_url', image_url: { url } } };
}

function encodeDocument(block: DocumentBlock, losses: Losses): Part[] {
  const { source } = block;
  const heading = [block.title, block.context].filter((line) => line !== undefined && line !== '').join('\n');
  switch (source.kind) {
    case 'text':
      return textPart(heading === '' ? source.text : `${heading}\n\n${source.text}`);
    case 'blocks':
      return [...textPart(heading), ...source.blocks.flatMap((inner) => encodeParts(inner, losses))];
    case 'base64':
      return [...textPart(block.context ?? ''), file(source, block.title)];
    case 'url':
      losses.add(`${BLOCK}.source`, 'a document by URL was sent as its address');
      return textPart(`[Document: ${heading === '' ? '' : `${heading}, `}${source.url}]`);
    case 'file':
      losses.add(`${BLOCK}.source`, 'a file of the Files API cannot be read by another platform');
      return textPart(`[Document: ${heading === '' ? '' : `${heading}, `}file ${source.fileId}, not available here]`);
  }
}

function file(source: { mediaType: string; data: string }, title: string | undefined): Part {
  const data = `data:${source.mediaType};base64,${source.data}`;
  return { type: 'media', raw: { type: 'file', file: { filename: title ?? 'document.pdf', file_data: data } } };
}

/** A block of another protocol: its readable text. What it hides in encrypted blobs is not for this platform. */
function encodeOpaque(block: OpaqueBlock, losses: Losses): Part[] {
  if (block.protocol === PROTOCOL) return [{ type: 'media', raw: block.raw }];
  const type = asString(block.raw['type']) ?? 'unknown';
  const text = readableText(type, block.raw);
  losses.add(BLOCK, text === '' ? `a block of type ${type} was left out` : `a block of type ${type} was sent as text`);
  return textPart(text);
}

function readableText(type: string, raw: JsonObject): string {
  if (type === 'tool_reference') return `Tool loaded: ${asString(raw['tool_name']) ?? ''}`;
  if (type === 'server_tool_use' || type === 'mcp_tool_use') {
    return `[${asString(raw['name']) ?? type}: ${JSON.stringify(raw['input'] ?? {})}]`;
  }
  if (type === 'search_result') return lines([raw['title'], raw['source'], ...asArray(raw['content']).map(innerText)]);
  if (type.endsWith('_tool_result')) return `[${type}]\n${lines(asArray(raw['content']).map(innerText))}`;
  return '';
}

function innerText(item: Json): string {
  if (!isObject(item)) return '';
  return lines([item['title'], item['url'], item['text'], item['stdout']]);
}

function lines(values: readonly (Json | undefined)[]): string {
  return values.filter((value) => typeof value === 'string' && value !== '').join('\n');
}
