import { asNumber, type Json, type JsonObject } from '../lib/json.ts';
import type { Extra, ProtocolId } from '../turn/request.ts';

/**
 * The fields of one JSON object while it is decoded. What nobody takes is kept as the node's `extra`, so that nothing is
 * lost silently; fields that are null or an empty list say nothing, and are kept as mere spelling.
 */
export class SourceFields {
  readonly json: JsonObject;
  readonly #protocol: ProtocolId;
  readonly #taken = new Set<string>();
  readonly #spelling: JsonObject = {};

  /** @param protocol the one in which the object came */
  constructor(protocol: ProtocolId, json: JsonObject) {
    this.#protocol = protocol;
    this.json = json;
  }

  /** Marks fields as carried by the turn in full. */
  take(...names: string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  /** Marks a field as carried by the turn, but written in another way than the encoder would write it. */
  spell(name: string): void {
    this.#taken.add(name);
    this.#spelling[name] = this.json[name];
  }

  /** Takes a number. Anything else stays where it is, for a platform that understands it. */
  number(name: string): number | undefined {
    const value = asNumber(this.json[name]);
    if (value !== undefined) this.#taken.add(name);
    return value;
  }

  /** Takes a string. */
  string(name: string): string | undefined {
    const value = this.json[name];
    if (typeof value !== 'string') return undefined;
    this.#taken.add(name);
    return value;
  }

  /** What is left, in the form that is spread into a node: `{extra}` or nothing. */
  rest(): { extra?: Extra } {
    const fields: JsonObject = {};
    for (const name in this.json) {
      if (this.#taken.has(name)) continue;
      const value = this.json[name];
      if (saysNothing(value)) this.#spelling[name] = value;
      else fields[name] = value;
    }
    const hasSpelling = Object.keys(this.#spelling).length > 0;
    if (!hasSpelling && Object.keys(fields).length === 0) return {};
    return { extra: { protocol: this.#protocol, fields, ...(hasSpelling && { spelling: this.#spelling }) } };
  }
}

function saysNothing(value: Json | undefined): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
