import { asArray, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';

/** Reasoning in a message or delta: its text, the field it stood in, and the platform's structure if it has one. */
export interface Reasoning {
  readonly text: string;
  readonly field: string;
  readonly details: readonly JsonObject[];
}

/**
 * Reads reasoning from `reasoning_content` (DeepSeek, DashScope, Kimi, GLM), `reasoning` (vLLM, Ollama, Groq) or
 * `reasoning_details` (OpenRouter, which sends the text in `reasoning` too: it is taken once). Undefined if there is none.
 */
export function readReasoning(message: JsonObject): Reasoning | undefined {
  const details = asArray(message['reasoning_details']).filter(isObject);
  const content = asString(message['reasoning_content']) ?? '';
  const plain = asString(message['reasoning']) ?? '';
  if (details.length > 0) {
    const text = content || plain || details.map(detailText).join('');
    return { text, field: 'reasoning_details', details };
  }
  if (content !== '') return { text: content, field: 'reasoning_content', details };
  return plain === '' ? undefined : { text: plain, field: 'reasoning', details };
}

function detailText(detail: JsonObject): string {
  return asString(detail['text']) ?? asString(detail['summary']) ?? '';
}

// Fields of a detail that arrive in pieces; all others come whole, and the last value holds.
const PIECEWISE = new Set(['text', 'summary', 'data']);

/**
 * Puts streamed reasoning details together, so that they can be given back as the platform made them: pieces of the same
 * index and type are one (OpenRouter, "Preserving reasoning blocks").
 */
export function mergeDetails(merged: JsonObject[], pieces: readonly JsonObject[]): void {
  for (const piece of pieces) {
    const known = merged.find((detail) => detail['index'] === piece['index'] && detail['type'] === piece['type']);
    if (known === undefined || piece['index'] === undefined) merged.push({ ...piece });
    else for (const name in piece) known[name] = mergeField(name, known[name], piece[name]);
  }
}

function mergeField(name: string, before: Json | undefined, piece: Json | undefined): Json | undefined {
  if (piece === null || piece === undefined) return before;
  return PIECEWISE.has(name) && typeof before === 'string' && typeof piece === 'string' ? before + piece : piece;
}
