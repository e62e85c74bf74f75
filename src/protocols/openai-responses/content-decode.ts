import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, MediaSource } from '../../turn/request.ts';
import { SourceFields } from '../source-fields.ts';
import { PROTOCOL } from './protocol.ts';

/** The type of a text part, by who speaks. */
export type TextType = 'input_text' | 'output_text';

/**
 * The content of a message or a tool's output → blocks. A part of an unknown type stays whole, as an opaque block.
 *
 * @param usual the type that text has here; another one is remembered
 * @param path where the content stands, for messages
 * @throws Fault invalid_request for anything but a string or a list of parts
 */
export function decodeContent(content: Json | undefined, usual: TextType, path: string): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw badRequest(`${path}: must be a string or a list of parts`);
  return content.map((part, index) => decodePart(part, usual, `${path}[${index}]`));
}

function decodePart(part: Json, usual: TextType, path: string): Block {
  if (!isObject(part)) throw badRequest(`${path}: must be an object`);
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return decodeText(part, usual, path);
    case 'refusal':
      return decodeRefusal(part);
    case 'input_image':
      return decodeImage(part);
    case 'input_file':
      return decodeFile(part);
    default:
      if (typeof part['type'] !== 'string') throw badRequest(`${path}.type: must be a string`);
      return opaque(part);
  }
}

function opaque(raw: JsonObject): Block {
  return { type: 'opaque', protocol: PROTOCOL, raw };
}

function decodeText(part: JsonObject, usual: TextType, path: string): Block {
  const { text, type } = part;
  if (typeof text !== 'string') throw badRequest(`${path}.text: must be a string`);
  const source = new SourceFields(PROTOCOL, part);
  source.take('text', 'type');
  if (type !== usual) source.spell('type');
  return { type: 'text', text, ...source.rest() };
}

function decodeRefusal(part: JsonObject): Block {
  const source = new SourceFields(PROTOCOL, part);
  for (const name of ['type', 'refusal', 'text']) source.spell(name);
  return { type: 'text', text: asString(part['refusal']) ?? '', ...source.rest() };
}

/** An image that has neither an address nor an id is left to the platform to refuse. */
function decodeImage(part: JsonObject): Block {
  const source = new SourceFields(PROTOCOL, part);
  source.take('type');
  if (part['detail'] === 'auto') source.spell('detail');
  const url = asString(part['image_url']) ?? '';
  const fileId = asString(part['file_id']) ?? '';
  if (url === '' && fileId === '') return opaque(part);
  const image: MediaSource = url === '' ? { kind: 'file', fileId } : sourceOfUrl(url);
  keepAddress(source, url === '' ? 'file_id' : 'image_url', image);
  return { type: 'image', source: image, ...source.rest() };
}

/** A file's bytes, address or id. */
function decodeFile(part: JsonObject): Block {
  const fields = new SourceFields(PROTOCOL, part);
  fields.take('type');
  const source = sourceOfFile(fields);
  if (source === undefined) return opaque(part);
  const title = fields.string('filename');
  return { type: 'document', source, ...(title !== undefined && { title }), ...fields.rest() };
}

function sourceOfFile(fields: SourceFields): MediaSource | undefined {
  const data = asString(fields.json['file_data']);
  if (data !== undefined) {
    const source = sourceOfData(data);
    keepAddress(fields, 'file_data', source);
    return source;
  }
  const url = fields.string('file_url');
  if (url !== undefined) return { kind: 'url', url };
  const fileId = fields.string('file_id');
  return fileId === undefined ? undefined : { kind: 'file', fileId };
}

/** `file_data` is a data URL by the book; bare base64 is common, and means a PDF. */
function sourceOfData(data: string): MediaSource {
  const source = sourceOfUrl(data);
  return source.kind === 'base64' ? source : { kind: 'base64', mediaType: 'application/pdf', data };
}

/** A data URL in base64 gives its bytes (RFC 2397); any other URL stays one. */
function sourceOfUrl(url: string): MediaSource {
  const match = /^data:([^;,]*)[^,]*;base64,/i.exec(url.slice(0, 200));
  if (match === null) return { kind: 'url', url };
  const [head, mediaType = ''] = match;
  return { kind: 'base64', mediaType: mediaType.toLowerCase(), data: url.slice(head.length) };
}

/** Keeps an address that the encoder would write in another way, such as a data URL with parameters. */
function keepAddress(fields: SourceFields, name: string, source: MediaSource): void {
  const isUsual = source.kind !== 'base64' || fields.json[name] === dataUrl(source);
  if (isUsual) fields.take(name);
  else fields.spell(name);
}

/** The data URL of bytes in base64. */
export function dataUrl(source: { readonly mediaType: string; readonly data: string }): string {
  return `data:${source.mediaType};base64,${source.data}`;
}
