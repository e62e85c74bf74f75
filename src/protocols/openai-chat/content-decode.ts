import { asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { withExtra } from '../../turn/extra.ts';
import { badRequest } from '../../turn/fault.ts';
import type { Block, Extra, MediaSource } from '../../turn/request.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * The content of a message → blocks. A part of an unknown type stays whole, as an opaque block.
 *
 * @param path where the content stands, for messages
 * @throws Fault invalid_request for anything but a string or a list of parts
 */
export function decodeContent(content: Json | undefined, path: string): { content: Block[]; plain?: true } {
  if (typeof content === 'string') return { content: [{ type: 'text', text: content }], plain: true };
  if (!Array.isArray(content)) throw badRequest(`${path}: must be a string or a list of parts`);
  return { content: content.map((part, index) => decodePart(part, `${path}[${index}]`)) };
}

function decodePart(part: Json, path: string): Block {
  if (!isObject(part)) throw badRequest(`${path}: must be an object`);
  switch (part['type']) {
    case 'text':
      return decodeText(part, path);
    case 'image_url':
      return decodeImage(part, path);
    case 'file':
      return decodeFile(part);
    case 'refusal':
      return { type: 'text', text: asString(part['refusal']) ?? '' };
    default:
      if (typeof part['type'] !== 'string') throw badRequest(`${path}.type: must be a string`);
      return opaque(part);
  }
}

function opaque(raw: JsonObject): Block {
  return { type: 'opaque', protocol: PROTOCOL, raw };
}

const TEXT = new Set(['type', 'text', 'cache_control']);

function decodeText(part: JsonObject, path: string): Block {
  const { text, cache_control: cacheHint } = part;
  if (typeof text !== 'string') throw badRequest(`${path}.text: must be a string`);
  return { type: 'text', text, ...(cacheHint !== undefined && { cacheHint }), ...withExtra(PROTOCOL, part, TEXT) };
}

const IMAGE = new Set(['type', 'image_url', 'cache_control']);

/** `image_url` is an object by the book; some clients send the address itself. */
function decodeImage(part: JsonObject, path: string): Block {
  const { image_url: image, cache_control: cacheHint } = part;
  const url = isObject(image) ? image['url'] : image;
  if (typeof url !== 'string' || url === '') throw badRequest(`${path}.image_url.url: must be a non-empty string`);
  return {
    type: 'image',
    source: sourceOfUrl(url),
    ...(cacheHint !== undefined && { cacheHint }),
    ...extraWith(part, IMAGE, isObject(image) ? image['detail'] : undefined),
  };
}

/** `image_url.detail` has no place in the turn; it is named as what it is. */
function extraWith(part: JsonObject, known: ReadonlySet<string>, detail: Json | undefined): { extra?: Extra } {
  const { extra } = withExtra(PROTOCOL, part, known);
  if (detail === undefined || detail === 'auto') return extra === undefined ? {} : { extra };
  return { extra: { protocol: PROTOCOL, fields: { ...extra?.fields, 'image_url.detail': detail } } };
}

/** A file's bytes or its id. A file that has neither is left to the platform to refuse. */
function decodeFile(part: JsonObject): Block {
  const file = isObject(part['file']) ? part['file'] : {};
  const data = asString(file['file_data']);
  const fileId = asString(file['file_id']);
  const title = asString(file['filename']);
  const source: MediaSource | undefined =
    data !== undefined ? sourceOfFile(data) : fileId !== undefined ? { kind: 'file', fileId } : undefined;
  if (source === undefined) return opaque(part);
  return { type: 'document', source, ...(title !== undefined && { title }) };
}

/** `file_data` is a data URL by the book; bare base64 is common, and means a PDF. */
function sourceOfFile(data: string): MediaSource {
  const source = sourceOfUrl(data);
  if (source.kind !== 'url' || /^(https?|data):/i.test(data.slice(0, 8))) return source;
  return { kind: 'base64', mediaType: 'application/pdf', data };
}

/** A data URL in base64 gives its bytes (RFC 2397); any other URL stays one. */
function sourceOfUrl(url: string): MediaSource {
  if (!/^data:/i.test(url.slice(0, 5))) return { kind: 'url', url };
  const comma = url.indexOf(',');
  const [mediaType = '', ...parameters] = url.slice('data:'.length, comma).split(';');
  const isBase64 = comma >= 0 && parameters.some((parameter) => parameter.toLowerCase() === 'base64');
  if (!isBase64) return { kind: 'url', url };
  return { kind: 'base64', mediaType: mediaType.toLowerCase(), data: url.slice(comma + 1) };
}
