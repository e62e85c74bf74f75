/**
 * What a user said in a request, in any protocol that clients speak: the texts that came since the model spoke last,
 * without what the client put around them. A request in which an agent goes on by itself has none.
 */

import { Body } from '../../lib/body.ts';
import { asArray, asObject, asString, type Json } from '../../lib/json.ts';
import { JsonCursor } from '../../lib/json-cursor.ts';
import { ownWords, sessionOfTitle, slashCommand } from '../../turn/client-text.ts';

/** Where the conversation is: Anthropic Messages and OpenAI Chat, OpenAI Responses. */
const CONVERSATIONS: ReadonlySet<string> = new Set(['messages', 'input']);
/** Messages behind the model's last one: more are no conversation. */
const FURTHEST = 64;
/** A message that holds more is a file or a picture. */
const MOST_BYTES = 4 * 1024 * 1024;
const SPOKEN_BY_MODEL: ReadonlySet<string> = new Set(['assistant', 'model']);
/** Items of the Responses API that the model made. */
const MADE_BY_MODEL = /^(reasoning|\w+_call)$/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

type Range = readonly [start: number, end: number];

/** Empty where there are none. @param most characters; of more the beginning is given */
export function newestWords(body: Buffer, most: number): string {
  try {
    return wordsOf(body).join('\n').slice(0, most);
  } catch (error) {
    // What is no JSON holds no conversation.
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function wordsOf(body: Buffer): readonly string[] {
  const words: string[] = [];
  for (const [start, end] of conversationOf(body).slice(-FURTHEST).reverse()) {
    if (end - start > MOST_BYTES) continue;
    const said: Json = JSON.parse(body.toString('utf8', start, end));
    if (typeof said === 'string') return [userWords(said)];
    const message = asObject(said) ?? {};
    const role = asString(message['role']) ?? '';
    if (SPOKEN_BY_MODEL.has(role) || MADE_BY_MODEL.test(asString(message['type']) ?? '')) break;
    if (role === 'user') words.unshift(...textsOf(message['content']).map(userWords));
  }
  return words.filter((text) => text !== '');
}

function textsOf(content: Json | undefined): readonly string[] {
  if (typeof content === 'string') return [content];
  return asArray(content).flatMap((part) => {
    const { type, text } = asObject(part) ?? {};
    return (type === 'text' || type === 'input_text') && typeof text === 'string' ? [text] : [];
  });
}

/** A slash command is what the user typed; who asks for a title repeats what the user said. */
function userWords(text: string): string {
  const words = sessionOfTitle(text) ?? ownWords(text);
  const command = words === '' ? slashCommand(text) : undefined;
  return command === undefined ? words : `${command.name} ${command.args}`.trim();
}

/** Places of the conversation's messages; of input that is one text, of that. Throws SyntaxError. */
function conversationOf(body: Buffer): readonly Range[] {
  const cursor = new JsonCursor(Body.of(body));
  if (cursor.skipSpace() !== OPEN_OBJECT) return [];
  cursor.take(OPEN_OBJECT);
  while (cursor.skipSpace() === QUOTE) {
    const start = cursor.position;
    cursor.skipString();
    const name = body.toString('latin1', start + 1, cursor.position - 1);
    cursor.skipSpace();
    cursor.take(COLON);
    const first = cursor.skipSpace();
    if (CONVERSATIONS.has(name) && first === OPEN_ARRAY) return elementsOf(cursor);
    const from = cursor.position;
    cursor.skipValue();
    if (CONVERSATIONS.has(name) && first === QUOTE) return [[from, cursor.position]];
    if (cursor.skipSpace() === CLOSE_OBJECT) break;
    cursor.take(COMMA);
  }
  return [];
}

function elementsOf(cursor: JsonCursor): readonly Range[] {
  const ranges: Range[] = [];
  cursor.take(OPEN_ARRAY);
  while (cursor.skipSpace() !== CLOSE_ARRAY) {
    const start = cursor.position;
    cursor.skipValue();
    ranges.push([start, cursor.position]);
    if (cursor.skipSpace() === CLOSE_ARRAY) break;
    cursor.take(COMMA);
  }
  return ranges;
}
