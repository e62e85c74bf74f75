import { asNumber, asObject, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Usage } from '../../turn/usage.ts';

/**
 * Puts Anthropic's usage together. A stream tells it in pieces, and some platforms report the true input only at the
 * end: of each field the last value holds (Messages API reference: the counts of `message_delta` are cumulative).
 */
export class UsageCounts {
  readonly #counts = new Map<string, number>();

  /** Takes the `usage` of a message or of an event; anything else is ignored, and so are fields that are null. */
  merge(usage: Json | undefined): void {
    if (!isObject(usage)) return;
    this.#take('input', usage['input_tokens']);
    this.#take('cacheRead', usage['cache_read_input_tokens']);
    this.#take('cacheWrite', usage['cache_creation_input_tokens']);
    this.#take('output', usage['output_tokens']);
    this.#take('reasoning', asObject(usage['output_tokens_details'])?.['thinking_tokens']);
    this.#takeLifetimes(asObject(usage['cache_creation']));
  }

  /** The counts so far; undefined if none came. */
  usage(): Usage | undefined {
    if (this.#counts.size === 0) return undefined;
    const cacheWrite1h = this.#get('cacheWrite1h');
    // Platforms that name only the sum write for five minutes, Anthropic's default.
    const rest = (this.#counts.get('cacheWrite') ?? -1) - cacheWrite1h;
    return {
      input: this.#get('input'),
      cacheRead: this.#get('cacheRead'),
      cacheWrite5m: rest < 0 ? this.#get('cacheWrite5m') : rest,
      cacheWrite1h,
      output: this.#get('output'),
      reasoning: this.#get('reasoning'),
    };
  }

  #takeLifetimes(created: JsonObject | undefined): void {
    this.#take('cacheWrite5m', created?.['ephemeral_5m_input_tokens']);
    this.#take('cacheWrite1h', created?.['ephemeral_1h_input_tokens']);
  }

  #take(name: string, value: Json | undefined): void {
    const count = asNumber(value);
    if (count !== undefined) this.#counts.set(name, Math.max(0, Math.trunc(count)));
  }

  #get(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}
