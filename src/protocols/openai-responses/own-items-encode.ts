/** A turn that came in this protocol, written again as it came. */

import { asArray, asNumber, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Block, Extra, MediaSource, TurnRequest } from '../../turn/request.ts';
import { dataUrl } from './content-decode.ts';
import { argumentsOf } from './content-encode.ts';

/** The `input` of a turn of this protocol. */
export function encodeOwnInput(turn: TurnRequest): Json {
  const [first] = turn.messages;
  if (first?.plain === true) return first.content[0]?.type === 'text' ? first.content[0].text : '';
  const systemShells = asArray(turn.extra?.spelling?.['system']);
  const systemBlocks = systemShells.reduce<number>((sum, shell) => sum + blocksOf(shell), 0);
  return [
    // What stands before is the text of `instructions`.
    ...fill(systemShells, turn.system.slice(turn.system.length - systemBlocks)),
    ...turn.messages.flatMap(({ content, extra }) => fill(asArray(extra?.spelling?.['items']), content)),
  ];
}

/** Items from their shells and the blocks that belong into them, in the same order. */
function fill(shells: readonly Json[], blocks: readonly Block[]): JsonObject[] {
  let start = 0;
  return shells.flatMap((shell) => {
    const end = start + blocksOf(shell);
    const inner = blocks.slice(start, end);
    start = end;
    return isObject(shell) && isObject(shell['item']) ? [fillItem(shell['item'], inner, shell['plain'] === true)] : [];
  });
}

function blocksOf(shell: Json): number {
  return isObject(shell) ? (asNumber(shell['blocks']) ?? 0) : 0;
}

function fillItem(item: JsonObject, blocks: readonly Block[], isPlain: boolean): JsonObject {
  const [first] = blocks;
  if (item['type'] === undefined || item['type'] === 'message') {
    const usual = item['role'] === 'assistant' ? 'output_text' : 'input_text';
    const isString = isPlain && first?.type === 'text';
    return { ...item, content: isString ? first.text : blocks.map((block) => ownPart(block, usual)) };
  }
  if (item['type'] === 'function_call' && first?.type === 'tool-call') {
    return { call_id: first.id, arguments: argumentsOf(first.input), ...item };
  }
  const isResult = item['type'] === 'function_call_output' || item['type'] === 'custom_tool_call_output';
  if (!isResult || first?.type !== 'tool-result') return item;
  const [text] = first.content;
  const output = first.form === 'blocks' ? first.content.map((block) => ownPart(block, 'input_text')) : '';
  return { call_id: first.callId, output: output === '' && text?.type === 'text' ? text.text : output, ...item };
}

function ownPart(block: Block, usual: string): JsonObject {
  switch (block.type) {
    case 'text':
      return { type: usual, text: block.text, ...ownFields(block.extra) };
    case 'image':
      return { type: 'input_image', ...mediaFields(block.source, 'image_url', 'image_url'), ...ownFields(block.extra) };
    case 'document': {
      const media = 'kind' in block.source && isMedia(block.source) ? block.source : undefined;
      return {
        type: 'input_file',
        ...(media !== undefined && mediaFields(media, 'file_data', 'file_url')),
        ...(block.title !== undefined && { filename: block.title }),
        ...ownFields(block.extra),
      };
    }
    case 'opaque':
      return block.raw;
    default:
      return {};
  }
}

function isMedia(source: { readonly kind: string }): source is MediaSource {
  return source.kind === 'base64' || source.kind === 'url' || source.kind === 'file';
}

function mediaFields(source: MediaSource, dataField: string, urlField: string): JsonObject {
  if (source.kind === 'base64') return { [dataField]: dataUrl(source) };
  return source.kind === 'url' ? { [urlField]: source.url } : { file_id: source.fileId };
}

/** Fields of a part. Those of the item are in its shell. */
function ownFields(extra: Extra | undefined): JsonObject {
  const fields = Object.entries(extra?.fields ?? {}).filter(([name]) => !name.startsWith('item.'));
  return { ...Object.fromEntries(fields), ...extra?.spelling };
}
