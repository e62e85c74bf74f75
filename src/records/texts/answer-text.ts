/** What the model answered: the texts of a reply, whole or as a stream, in any protocol that clients speak. */

import { asArray, asObject, asString, type Json, type JsonObject } from '../../lib/json.ts';
import { SseReader } from '../../lib/sse-reader.ts';
import { parseWireText, readText } from '../../lib/wire-text.ts';

/** Bytes of a stream that are read at once: a long one need not be read to its end. */
const PIECE = 64 * 1024;
const OPEN_OBJECT = 0x7b;

/** Empty where there is none. @param most characters; of more the beginning is given */
export function answerText(body: Buffer, most: number): string {
  const first = body.find((byte) => byte > 0x20);
  if (first === OPEN_OBJECT) return wholeText(parsed(body.toString())).slice(0, most);
  const stream = new StreamText();
  try {
    for (let at = 0; at < body.length && stream.text.length < most; at += PIECE) {
      stream.push(body.subarray(at, at + PIECE));
    }
  } catch (error) {
    // An event that is too large ends the reading.
    if (!(error instanceof RangeError)) throw error;
  }
  return stream.text.slice(0, most);
}

/** Texts of a reply of Anthropic Messages, OpenAI Chat or OpenAI Responses. */
function wholeText(reply: JsonObject): string {
  const [choice] = asArray(reply['choices']);
  const message = asObject(asObject(choice)?.['message']);
  const items = asArray(reply['output']).map((item) => asObject(item)?.['content']);
  return [reply['content'], message?.['content'], ...items].flatMap(textsOf).join('\n');
}

function textsOf(content: Json | undefined): readonly string[] {
  if (typeof content === 'string') return [content];
  return asArray(content).flatMap((part) => {
    const { type, text } = asObject(part) ?? {};
    return (type === 'text' || type === 'output_text') && typeof text === 'string' ? [text] : [];
  });
}

/** Puts the texts of a stream together. */
class StreamText {
  text = '';
  readonly #reader = new SseReader((_, data) => this.#take(data));

  push(piece: Buffer): void {
    this.#reader.push(piece);
  }

  #take(data: string): void {
    // Most events of other kinds are known without being parsed.
    if (!data.includes('delta') && !data.includes('content_block_start')) return;
    const event = parsed(data, parseWireText);
    if (event['type'] === 'content_block_start') this.#begin(event);
    this.text += readText(deltaOf(event));
  }

  /** A further block of text does not go on where the last one ended. */
  #begin({ content_block }: JsonObject): void {
    if (this.text !== '' && asObject(content_block)?.['type'] === 'text') this.text += '\n';
  }
}

/** Wire text that an event adds to the answer. */
function deltaOf(event: JsonObject): string {
  if (event['type'] === 'response.output_text.delta') return asString(event['delta']) ?? '';
  const delta = asObject(event['delta']);
  if (delta?.['type'] === 'text_delta') return asString(delta['text']) ?? '';
  const [choice] = asArray(event['choices']);
  return asString(asObject(asObject(choice)?.['delta'])?.['content']) ?? '';
}

function parsed(text: string, parse: (text: string) => Json = JSON.parse): JsonObject {
  try {
    return asObject(parse(text)) ?? {};
  } catch {
    return {};
  }
}
