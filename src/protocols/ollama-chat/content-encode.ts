import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Losses } from '../../turn/losses.ts';

const PATH = 'messages[].content[]';
const BASE64_URL = /^data:[^,]*;base64,/;

/** Content of a message: one text, and images in base64 apart from it. */
export interface Content {
  readonly content: string;
  readonly images?: string[];
}

/** Content of a chat message (text, null or parts) → Ollama's. The text's parts are kept apart by a blank line. */
export function encodeContent(content: Json | undefined, losses: Losses): Content {
  if (!Array.isArray(content)) return { content: asString(content) ?? '' };
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of content) if (isObject(part)) addPart(part, texts, images, losses);
  return { content: texts.join('\n\n'), ...(images.length > 0 && { images }) };
}

function addPart(part: JsonObject, texts: string[], images: string[], losses: Losses): void {
  switch (part['type']) {
    case 'text':
    case 'refusal':
      return addText(part[part['type']], texts);
    case 'image_url':
      return addImage(imageUrl(part['image_url']), texts, images, losses);
    case 'file':
      losses.add(PATH, 'Ollama reads no files');
      return addText(
        `[Document: ${asString(asObject(part['file'])?.['filename']) ?? 'a file'}, not readable here]`,
        texts,
      );
    default:
      losses.add(PATH, `Ollama has no parts of type ${asString(part['type']) ?? 'unknown'}`);
  }
}

function addText(text: Json | undefined, texts: string[]): void {
  if (typeof text === 'string' && text !== '') texts.push(text);
}

function imageUrl(image: Json | undefined): string {
  return asString(image) ?? asString(asObject(image)?.['url']) ?? '';
}

/** Ollama fetches nothing: of an image by its address the address is told. */
function addImage(url: string, texts: string[], images: string[], losses: Losses): void {
  const head = BASE64_URL.exec(url)?.[0];
  if (head !== undefined) {
    images.push(url.slice(head.length));
    return;
  }
  losses.add(`${PATH}.source`, 'an image by its address was sent as the address');
  addText(`[Image: ${url}]`, texts);
}

/** The calls of an assistant's message: `tool_calls`, or the one of the form before it. */
export function callsOf(message: JsonObject): readonly JsonObject[] {
  const calls = asArray(message['tool_calls']).filter(isObject);
  const legacy = message['function_call'];
  return calls.length === 0 && isObject(legacy) ? [{ function: legacy }] : calls;
}
