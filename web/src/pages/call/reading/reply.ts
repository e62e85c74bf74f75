import { readContent } from './content.ts';
import { readMessage } from './conversation.ts';
import { type Fields, fieldsOf, isFields, textOf } from './fields.ts';
import type { Part } from './parts.ts';
import { readItem } from './response-items.ts';

/** A whole reply: what the model said, why it stopped, and the error if it is one. */
export interface Reply {
  readonly parts: readonly Part[];
  readonly stop: string;
  readonly error: string;
}

/** Reads a whole reply of any of the protocols; undefined for what is none. */
export function readReply(body: unknown): Reply | undefined {
  if (!isFields(body)) return undefined;
  const error = errorOf(body['error']);
  const said = partsOf(body);
  if (said === undefined) return error === '' ? undefined : { parts: [], stop: '', error };
  return { ...said, error };
}

type Said = Omit<Reply, 'error'>;

function partsOf(body: Fields): Said | undefined {
  if (Array.isArray(body['content'])) {
    return { parts: readContent(body['content']), stop: textOf(body['stop_reason']) };
  }
  if (Array.isArray(body['choices'])) return ofChoices(body['choices']);
  if (Array.isArray(body['output'])) return ofOutput(body, body['output']);
  if (isFields(body['message'])) {
    return { parts: readMessage(body['message']).parts, stop: textOf(body['done_reason']) };
  }
  return undefined;
}

function ofChoices(choices: readonly unknown[]): Said {
  const read = choices.map(fieldsOf);
  const stop = read.map((choice) => textOf(choice['finish_reason'])).find((reason) => reason !== '') ?? '';
  return { parts: read.flatMap((choice) => readMessage(choice['message']).parts), stop };
}

function ofOutput(body: Fields, output: readonly unknown[]): Said {
  const stop = textOf(fieldsOf(body['incomplete_details'])['reason']) || textOf(body['status']);
  return { parts: output.flatMap((item) => readItem(fieldsOf(item)).parts), stop };
}

/** OpenAI and Anthropic have an object with a message, Ollama a text. */
function errorOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!isFields(error)) return '';
  return textOf(error['message']) || textOf(error['type']) || JSON.stringify(error);
}
