import type { JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Block, DocumentBlock, MediaSource, ToolInput } from '../../turn/request.ts';
import { textOf } from '../openai-chat/content-encode.ts';
import { dataUrl, type TextType } from './content-decode.ts';
import { PROTOCOL } from './protocol.ts';

const BLOCK = 'messages[].content[]';

/** A block as parts in their order. Empty text gives none; what cannot be said is a loss. */
export function encodeParts(block: Block, type: TextType, losses: Losses): JsonObject[] {
  if (block.type !== 'opaque') noteLost(block, losses);
  switch (block.type) {
    case 'text':
      return textPart(type, block.text);
    case 'image':
      return encodeImage(block.source, type, losses);
    case 'document':
      return encodeDocument(block, type, losses);
    case 'tool-call':
      losses.add(BLOCK, 'a tool call outside of an assistant turn was sent as text');
      return textPart(type, `[Tool call: ${block.name} with the input ${argumentsOf(block.input)}]`);
    case 'tool-result':
      return block.content.flatMap((inner) => encodeParts(inner, type, losses));
    case 'thinking':
      losses.add(BLOCK, 'thinking outside of an assistant turn');
      return [];
    case 'opaque':
      if (block.protocol === PROTOCOL) return [block.raw];
      return textPart(type, textOf(block, losses) ?? '');
  }
}

/** Says what a block has that goes no further. */
export function noteLost(block: Exclude<Block, { type: 'opaque' }>, losses: Losses): void {
  const hint = block.cacheHint;
  if (hint !== undefined && hint !== null) losses.add(`${BLOCK}.cache_control`, 'the platform takes no cache hints');
  restoreExtra(block.extra, PROTOCOL, BLOCK, losses);
}

/** Arguments as the JSON text that they came as, or that says the same. */
export function argumentsOf(input: ToolInput): string {
  return input.kind === 'text' ? input.text : JSON.stringify(input.value);
}

function textPart(type: TextType, text: string): JsonObject[] {
  return text === '' ? [] : [{ type, text }];
}

function encodeImage(source: MediaSource, type: TextType, losses: Losses): JsonObject[] {
  switch (source.kind) {
    case 'base64':
      return [{ type: 'input_image', image_url: dataUrl(source), detail: 'auto' }];
    case 'url':
      return [{ type: 'input_image', image_url: source.url, detail: 'auto' }];
    case 'file':
      losses.add(`${BLOCK}.source`, 'a file of the Files API cannot be read by another platform');
      return textPart(type, `[Image: file ${source.fileId}, not available here]`);
  }
}

function encodeDocument(block: DocumentBlock, type: TextType, losses: Losses): JsonObject[] {
  const { source } = block;
  const heading = [block.title, block.context].filter((line) => line !== undefined && line !== '').join('\n');
  switch (source.kind) {
    case 'text':
      return textPart(type, heading === '' ? source.text : `${heading}\n\n${source.text}`);
    case 'blocks':
      return [...textPart(type, heading), ...source.blocks.flatMap((inner) => encodeParts(inner, type, losses))];
    case 'base64':
      return [
        ...textPart(type, block.context ?? ''),
        { type: 'input_file', filename: block.title ?? 'document.pdf', file_data: dataUrl(source) },
      ];
    case 'url':
      return [...textPart(type, heading), { type: 'input_file', file_url: source.url }];
    case 'file':
      losses.add(`${BLOCK}.source`, 'a file of the Files API cannot be read by another platform');
      return textPart(
        type,
        `[Document: ${heading === '' ? '' : `${heading}, `}file ${source.fileId}, not available here]`,
      );
  }
}
