import { isUtf8 } from 'node:buffer';
import type { JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type {
  Block,
  DocumentBlock,
  MediaSource,
  OpaqueBlock,
  ThinkingBlock,
  ToolResultBlock,
} from '../../turn/request.ts';
import { isForeignSignature, readOrigin } from '../../turn/thinking-origin.ts';
import { inputObject } from '../../turn/tool-input.ts';
import type { EncodeTarget } from '../codec.ts';
import { PROTOCOL } from './protocol.ts';

export interface EncodeContext {
  readonly target: EncodeTarget;
  readonly losses: Losses;
  /** The turn came in this protocol: its blocks go back as they came, even where Anthropic would refuse them. */
  readonly isOwn: boolean;
}

const PATH = 'messages[].content[]';

/** Blocks of the turn → Anthropic content blocks. Those that cannot be said are left out, as a loss. */
export function encodeBlocks(blocks: readonly Block[], context: EncodeContext): JsonObject[] {
  return blocks.flatMap((block) => {
    const encoded = encodeBlock(block, context);
    if (encoded === undefined) return [];
    if (block.type === 'opaque') return [encoded];
    const hint = block.cacheHint;
    return [
      {
        ...encoded,
        ...(hint !== undefined && { cache_control: hint }),
        ...restoreExtra(block.extra, PROTOCOL, PATH, context.losses),
      },
    ];
  });
}

function encodeBlock(block: Block, context: EncodeContext): JsonObject | undefined {
  switch (block.type) {
    case 'text':
      return context.isOwn || !isBlank(block.text) ? { type: 'text', text: block.text } : undefined;
    case 'image':
      if (isForeignFile(block.source, context)) return fileNote('Image', block.source.fileId, context);
      return { type: 'image', source: encodeSource(block.source) };
    case 'document':
      return encodeDocument(block, context);
    case 'thinking':
      return encodeThinking(block, context);
    case 'tool-call':
      return {
        type: 'tool_use',
        id: anthropicId(block.id, context),
        name: block.name,
        input: context.isOwn && block.input.kind === 'value' ? block.input.value : inputObject(block.input),
      };
    case 'tool-result':
      return encodeResult(block, context);
    case 'opaque':
      return encodeOpaque(block, context);
  }
}

/**
 * True for a text that Anthropic refuses ("text content blocks must contain non-whitespace text"). Only ASCII counts:
 * in wire text a byte such as 0xa0 is a piece of a character.
 */
export function isBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text);
}

/**
 * A tool call's id as Anthropic allows it: `^[a-zA-Z0-9_-]+$`. Another one is wrapped, the same each time, so that the
 * call and its result still meet.
 */
export function anthropicId(id: string, { isOwn }: EncodeContext): string {
  if (isOwn || /^[a-zA-Z0-9_-]+$/.test(id)) return id;
  return `toolu_${Buffer.from(id, 'latin1').toString('base64url')}`;
}

function encodeSource(source: MediaSource): JsonObject {
  switch (source.kind) {
    case 'base64':
      return { type: 'base64', media_type: mediaType(source.mediaType), data: source.data };
    case 'url':
      return { type: 'url', url: source.url };
    case 'file':
      return { type: 'file', file_id: source.fileId };
  }
}

/** A common slip, which Anthropic refuses. */
function mediaType(type: string): string {
  return type === 'image/jpg' ? 'image/jpeg' : type;
}

type FileSource = Extract<MediaSource, { kind: 'file' }>;

/** True for a file that another vendor keeps: its id says nothing to Anthropic. */
function isForeignFile(source: DocumentBlock['source'], { isOwn }: EncodeContext): source is FileSource {
  return source.kind === 'file' && !isOwn;
}

function fileNote(what: string, fileId: string, { losses }: EncodeContext): JsonObject {
  losses.add(`${PATH}.source`, 'a file of the Files API cannot be read by another platform');
  return { type: 'text', text: `[${what}: file ${fileId}, not available here]` };
}

function encodeDocument(block: DocumentBlock, context: EncodeContext): JsonObject | undefined {
  if (isForeignFile(block.source, context)) return fileNote('Document', block.source.fileId, context);
  const source = encodeDocumentSource(block.source, context);
  if (source === undefined) return undefined;
  return {
    type: 'document',
    source,
    ...(block.title !== undefined && { title: block.title }),
    ...(block.context !== undefined && { context: block.context }),
  };
}

function encodeDocumentSource(source: DocumentBlock['source'], context: EncodeContext): JsonObject | undefined {
  if (source.kind === 'text') return { type: 'text', media_type: 'text/plain', data: source.text };
  if (source.kind === 'blocks') {
    const [first] = source.blocks;
    const isPlain = source.plain === true && first?.type === 'text';
    return { type: 'content', content: isPlain ? first.text : encodeBlocks(source.blocks, context) };
  }
  if (context.isOwn || source.kind !== 'base64' || source.mediaType === 'application/pdf') return encodeSource(source);
  return encodeTextFile(source.data, source.mediaType, context);
}

/** Anthropic reads PDF and plain text; any file of text can be given as the latter. */
function encodeTextFile(data: string, type: string, { losses }: EncodeContext): JsonObject | undefined {
  const bytes = Buffer.from(data, 'base64');
  if (isUtf8(bytes) && !bytes.includes(0)) {
    return { type: 'text', media_type: 'text/plain', data: bytes.toString('latin1') };
  }
  losses.add(PATH, `a file of type ${type} cannot be read by the platform`);
  return undefined;
}

/** Thinking goes back to the one who made it; what no signing platform would accept is left out. */
function encodeThinking(block: ThinkingBlock, { target, losses }: EncodeContext): JsonObject | undefined {
  const origin = readOrigin(block.signature);
  const isRefused = target.quirks.signedThinking === true && isForeignSignature(block.signature);
  if (isRefused || (origin !== undefined && origin.platform !== target.origin)) {
    losses.add(PATH, 'thinking of another model');
    return undefined;
  }
  return { type: 'thinking', thinking: block.text, signature: origin === undefined ? block.signature : '' };
}

function encodeResult(block: ToolResultBlock, context: EncodeContext): JsonObject {
  const [first] = block.content;
  const text = first?.type === 'text' ? first.text : '';
  return {
    type: 'tool_result',
    tool_use_id: anthropicId(block.callId, context),
    ...(block.form !== 'absent' && {
      content: block.form === 'string' ? text : encodeBlocks(block.content, context),
    }),
    ...(block.isError !== undefined && { is_error: block.isError }),
  };
}

function encodeOpaque(block: OpaqueBlock, { losses }: EncodeContext): JsonObject | undefined {
  if (block.protocol === PROTOCOL) return block.raw;
  losses.add(PATH, `a part of type ${String(block.raw['type'])} was left out`);
  return undefined;
}
