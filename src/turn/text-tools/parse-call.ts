import { Body } from '../../lib/body.ts';
import { isObject } from '../../lib/json.ts';
import { scanObject } from '../../lib/json-scan.ts';
import { parseWireText } from '../../lib/wire-text.ts';

/** A call that a model wrote. Wire text. */
export interface WrittenCall {
  readonly name: string;
  /** The arguments to the letter; broken JSON where the model wrote such. Empty if there are none. */
  readonly json: string;
}

// Llama's templates call the arguments `parameters`.
const ARGUMENTS = ['arguments', 'parameters'];

// Blanks of JSON only: in wire text `\s` would match the second byte of `à`.
const BROKEN =
  /^\{[ \t\r\n]*"name"[ \t\r\n]*:[ \t\r\n]*("(?:[^"\\]|\\.)*")[ \t\r\n]*,[ \t\r\n]*"(?:arguments|parameters)"[ \t\r\n]*:[ \t\r\n]*/;

/**
 * Reads what stands between the tags. Undefined if it is no call: without a name, or broken before its arguments.
 *
 * @param body from the opening brace on
 * @param objectLength length of the object that it begins with, if that is complete
 */
export function parseCall(body: string, objectLength: number | undefined): WrittenCall | undefined {
  const object = objectLength === undefined ? undefined : topFields(body.slice(0, objectLength));
  return object === undefined ? parseBroken(body) : parseFields(object);
}

/** The JSON text of each field; undefined if the object is broken outside of them. */
function topFields(object: string): ReadonlyMap<string, string> | undefined {
  try {
    const { fields } = scanObject(Body.of(Buffer.from(object, 'latin1')));
    return new Map([...fields].map(([name, { start, end }]) => [name, object.slice(start, end)]));
  } catch {
    return undefined;
  }
}

function parseFields(fields: ReadonlyMap<string, string>): WrittenCall | undefined {
  const name = parsed(fields.get('name') ?? '');
  if (typeof name !== 'string' || name === '') return undefined;
  const json = ARGUMENTS.map((field) => fields.get(field)).find((text) => text !== undefined) ?? '';
  return { name, json: unwrapped(json) };
}

/** Some models write the object into a string, as OpenAI's API has it. */
function unwrapped(json: string): string {
  if (!json.startsWith('"')) return json === 'null' ? '' : json;
  const text = parsed(json);
  return typeof text === 'string' && isObject(parsed(text)) ? text : json;
}

/** The client gets what the model wrote and tells it what is wrong; a made-up `{}` would run something else. */
function parseBroken(body: string): WrittenCall | undefined {
  const [head = '', quoted = ''] = BROKEN.exec(body) ?? [];
  const name = parsed(quoted);
  const rest = trimEnd(body.slice(head.length));
  if (typeof name !== 'string' || name === '' || rest === '') return undefined;
  // One brace closes the call, not the arguments; often it is the one that was forgotten.
  const isComplete = parsed(rest) !== undefined || !rest.endsWith('}');
  return { name, json: isComplete ? rest : trimEnd(rest.slice(0, -1)) };
}

function parsed(json: string): unknown {
  try {
    return parseWireText(json);
  } catch {
    return undefined;
  }
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1] ?? '|')) end--;
  return text.slice(0, end);
}
