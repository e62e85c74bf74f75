import { type Fields, fieldsOf, isFields, listOf, textOf } from './fields.ts';

interface Choice {
  readonly fields: Record<string, unknown>;
  readonly message: Record<string, unknown>;
  readonly calls: Map<unknown, Record<string, unknown>>;
}

/** A stream of OpenAI's Chat Completions, and of all that speak alike, as a whole reply. */
export function rebuildChat(events: readonly Fields[]): Fields {
  const choices = new Map<unknown, Choice>();
  let reply: Fields = {};
  for (const { choices: pieces, ...rest } of events) {
    const known = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
    reply = { ...reply, ...Object.fromEntries(known) };
    for (const piece of listOf(pieces)) takePiece(choices, fieldsOf(piece));
  }
  const object = textOf(reply['object']).replace(/\.chunk$/, '');
  return { ...reply, ...(object !== '' && { object }), choices: [...choices.values()].map(wholeChoice) };
}

function takePiece(choices: Map<unknown, Choice>, { delta, message, index = 0, ...rest }: Fields): void {
  const choice: Choice = choices.get(index) ?? { fields: { index }, message: {}, calls: new Map() };
  choices.set(index, choice);
  for (const [name, value] of Object.entries(rest)) if (value !== null) choice.fields[name] = value;
  // Some send the whole message at the end instead of its last piece.
  if (delta === undefined && isFields(message)) Object.assign(choice.message, message);
  const { tool_calls, ...fields } = fieldsOf(delta);
  for (const [name, value] of Object.entries(fields)) addField(choice.message, name, value);
  for (const call of listOf(tool_calls)) takeCall(choice.calls, fieldsOf(call));
}

/** Of texts these follow each other; others are named once, or again and again. */
const GROWING = new Set(['content', 'reasoning', 'reasoning_content', 'thinking', 'refusal', 'arguments']);

function addField(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  const before = target[name];
  if (GROWING.has(name) && typeof value === 'string') target[name] = textOf(before) + value;
  else if (Array.isArray(value)) target[name] = [...listOf(before), ...value];
  else if (isFields(value)) {
    const inner = { ...fieldsOf(before) };
    for (const [key, one] of Object.entries(value)) addField(inner, key, one);
    target[name] = inner;
  } else if (value !== '') target[name] = value;
}

/** A call without an index, or one with an id of its own under the same index, is another one. */
function takeCall(calls: Map<unknown, Record<string, unknown>>, { index, ...call }: Fields): void {
  const id = textOf(call['id']);
  const open = [...calls.values()].at(-1);
  let place: unknown = index ?? (id !== '' || open === undefined ? calls.size : calls.size - 1);
  const known = textOf(calls.get(place)?.['id']);
  if (id !== '' && known !== '' && known !== id) place = id;
  const target = calls.get(place) ?? {};
  calls.set(place, target);
  for (const [name, value] of Object.entries(call)) addField(target, name, value);
}

function wholeChoice({ fields, message, calls }: Choice): Fields {
  const all = [...calls.values()];
  return { ...fields, message: all.length === 0 ? message : { ...message, tool_calls: all } };
}

/** Lines of Ollama's chat as its whole reply. */
export function rebuildOllama(events: readonly Fields[]): Fields {
  const message: Record<string, unknown> = {};
  let reply: Fields = {};
  for (const { message: piece, ...rest } of events) {
    reply = { ...reply, ...rest };
    for (const [name, value] of Object.entries(fieldsOf(piece))) addField(message, name, value);
  }
  return { ...reply, message };
}
