import { asString, isObject } from '../../lib/json.ts';
import type { Tool } from '../../turn/request.ts';
import { PROTOCOL } from './protocol.ts';

/**
 * One flat name for each tool, as other protocols know no namespaces: `namespace__name`, or with a number behind it where
 * another tool has that name already.
 */
export class FlatNames {
  readonly #taken: Set<string>;
  readonly #flat = new Map<string, string>();

  /** @param plain names of the tools that are in no namespace */
  constructor(plain: readonly string[]) {
    this.#taken = new Set(plain);
  }

  /** The flat name of a tool, the same each time. */
  of(namespace: string | undefined, name: string): string {
    if (namespace === undefined || namespace === '') return name;
    const key = JSON.stringify([namespace, name]);
    const known = this.#flat.get(key);
    if (known !== undefined) return known;
    const flat = this.#free(namespace.endsWith('__') ? namespace + name : `${namespace}__${name}`);
    this.#flat.set(key, flat);
    return flat;
  }

  #free(wish: string): string {
    let name = wish;
    for (let number = 2; this.#taken.has(name); number++) name = `${wish}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** A tool as the client declared it. */
export interface ClientTool {
  readonly name: string;
  readonly namespace?: string;
  /** It takes free text, which the turn carries as the only argument, `input`. */
  readonly isCustom: boolean;
}

/** The client's tools by their flat names; only those that are not simply functions. */
export function clientTools(tools: readonly Tool[]): ReadonlyMap<string, ClientTool> {
  const found = new Map<string, ClientTool>();
  for (const tool of tools) {
    if (tool.kind !== 'function' || tool.extra?.protocol !== PROTOCOL) continue;
    const { source, wrapper } = tool.extra.spelling ?? {};
    if (!isObject(source)) continue;
    const namespace = isObject(wrapper) ? asString(wrapper['name']) : undefined;
    found.set(tool.name, {
      name: asString(source['name']) ?? tool.name,
      ...(namespace !== undefined && { namespace }),
      isCustom: source['type'] === 'custom',
    });
  }
  return found;
}
