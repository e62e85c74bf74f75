import type { Block, Tool, TurnRequest } from './request.ts';
import { TextSize } from './text-size.ts';

// What a message, a tool and the request cost beyond their text, in tokens.
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_TOOL = 12;
// Width × height / 750 for an image of usual size; nobody looks into the bytes.
const TOKENS_PER_IMAGE = 1_600;
// A page of a PDF is billed as its text and as an image; a page has some 50 kB, in base64 a third more.
const BASE64_PER_PDF_PAGE = 70_000;
const TOKENS_PER_PDF_PAGE = 2_500;

/** How large a request is, before any tokenizer: system, tools, and every block of every message. */
export interface RequestSize {
  /** Of all its texts; see text-size.ts. */
  readonly pieces: number;
  readonly wide: number;
  /** Tokens that depend on no text. */
  readonly fixed: number;
  readonly hasTools: boolean;
  /** There are images or files, which every platform counts in its own way. */
  readonly hasMedia: boolean;
}

/** Measures a request, without changing it. */
export function requestSize(turn: TurnRequest): RequestSize {
  const sum = new Sum();
  for (const block of turn.system) sum.block(block);
  for (const message of turn.messages) {
    sum.fixed += TOKENS_PER_MESSAGE;
    for (const block of message.content) sum.block(block);
  }
  const tools = turn.tools ?? [];
  for (const tool of tools) sum.tool(tool);
  const { pieces, wide } = sum.text;
  return { pieces, wide, fixed: sum.fixed, hasTools: tools.length > 0, hasMedia: sum.hasMedia };
}

class Sum {
  readonly text = new TextSize();
  fixed = 3;
  hasMedia = false;

  tool(tool: Tool): void {
    this.fixed += TOKENS_PER_TOOL;
    if (tool.kind === 'hosted') return this.text.add(JSON.stringify(tool.raw));
    this.text.add(tool.name);
    this.text.add(tool.description ?? '');
    this.text.add(JSON.stringify(tool.schema ?? {}));
  }

  block(block: Block): void {
    switch (block.type) {
      case 'text':
      case 'thinking':
        return this.text.add(block.text);
      case 'image':
        return this.#media(TOKENS_PER_IMAGE);
      case 'document':
        return this.#document(block);
      case 'tool-call':
        this.fixed += TOKENS_PER_TOOL;
        this.text.add(block.name);
        return this.text.add(block.input.kind === 'text' ? block.input.text : JSON.stringify(block.input.value));
      case 'tool-result':
        this.fixed += TOKENS_PER_TOOL;
        for (const inner of block.content) this.block(inner);
        return;
      case 'opaque':
        return this.text.add(JSON.stringify(block.raw));
    }
  }

  #document({ source, title, context }: Extract<Block, { type: 'document' }>): void {
    this.text.add(title ?? '');
    this.text.add(context ?? '');
    switch (source.kind) {
      case 'text':
        return this.text.add(source.text);
      case 'blocks':
        for (const inner of source.blocks) this.block(inner);
        return;
      case 'base64':
        return this.#media(Math.ceil(source.data.length / BASE64_PER_PDF_PAGE) * TOKENS_PER_PDF_PAGE);
      case 'url':
      case 'file':
        return this.#media(TOKENS_PER_PDF_PAGE);
    }
  }

  #media(tokens: number): void {
    this.fixed += tokens;
    this.hasMedia = true;
  }
}
