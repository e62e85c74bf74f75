/**
 * An estimate of a request's input tokens, without a tokenizer. It leans to the high side: a client that believes its
 * conversation to be smaller than it is compacts too late.
 */

import type { Block, Tool, TurnRequest } from './request.ts';

// Tokens per character, and what a message, a tool and the request cost beyond their text.
const TOKENS_PER_ASCII = 0.29;
const TOKENS_PER_WIDE = 1.05;
const TOKENS_PER_OTHER = 0.6;
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_TOOL = 12;
// Anthropic adds a system prompt of its own where there are tools ("Tool use system prompt token count").
const TOKENS_FOR_TOOLS = 340;
// Width × height / 750 for an image of usual size; nobody looks into the bytes.
const TOKENS_PER_IMAGE = 1_600;
// A page of a PDF is billed as its text and as an image; a page has some 50 kB, in base64 a third more.
const BASE64_PER_PDF_PAGE = 70_000;
const TOKENS_PER_PDF_PAGE = 2_500;

/** Estimated input tokens of a request: system, tools, and every block of every message. */
export function countTokens(turn: TurnRequest): number {
  let tokens = 3;
  for (const block of turn.system) tokens += countBlock(block);
  for (const message of turn.messages) {
    tokens += TOKENS_PER_MESSAGE;
    for (const block of message.content) tokens += countBlock(block);
  }
  const tools = turn.tools ?? [];
  if (tools.length > 0) tokens += TOKENS_FOR_TOOLS;
  for (const tool of tools) tokens += countTool(tool);
  return Math.ceil(tokens);
}

function countTool(tool: Tool): number {
  if (tool.kind === 'hosted') return TOKENS_PER_TOOL + countText(JSON.stringify(tool.raw));
  const schema = JSON.stringify(tool.schema ?? {});
  return TOKENS_PER_TOOL + countText(tool.name) + countText(tool.description ?? '') + countText(schema);
}

function countBlock(block: Block): number {
  switch (block.type) {
    case 'text':
    case 'thinking':
      return countText(block.text);
    case 'image':
      return TOKENS_PER_IMAGE;
    case 'document':
      return countDocument(block);
    case 'tool-call': {
      const input = block.input.kind === 'text' ? block.input.text : JSON.stringify(block.input.value);
      return TOKENS_PER_TOOL + countText(block.name) + countText(input);
    }
    case 'tool-result':
      return TOKENS_PER_TOOL + block.content.reduce((sum, inner) => sum + countBlock(inner), 0);
    case 'opaque':
      return countText(JSON.stringify(block.raw));
  }
}

function countDocument({ source, title, context }: Extract<Block, { type: 'document' }>): number {
  const heading = countText(title ?? '') + countText(context ?? '');
  switch (source.kind) {
    case 'text':
      return heading + countText(source.text);
    case 'blocks':
      return heading + source.blocks.reduce((sum, inner) => sum + countBlock(inner), 0);
    case 'base64':
      return heading + Math.ceil(source.data.length / BASE64_PER_PDF_PAGE) * TOKENS_PER_PDF_PAGE;
    case 'url':
    case 'file':
      return heading + TOKENS_PER_PDF_PAGE;
  }
}

/**
 * Tokens of a wire text, by the first byte of each character: ASCII, three or four bytes (CJK, emoji: about one token
 * each), or two (Cyrillic, accents).
 */
function countText(wire: string): number {
  let wide = 0;
  let other = 0;
  let ascii = 0;
  for (let at = 0; at < wire.length; at++) {
    const byte = wire.charCodeAt(at);
    if (byte < 0x80) ascii++;
    else if (byte >= 0xe0) wide++;
    else if (byte >= 0xc0) other++;
  }
  return ascii * TOKENS_PER_ASCII + wide * TOKENS_PER_WIDE + other * TOKENS_PER_OTHER;
}
