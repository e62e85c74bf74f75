import type { JsonObject } from '../lib/json.ts';
import type { Losses } from './losses.ts';
import type { Extra, ProtocolId } from './request.ts';

/** The fields of `node` that are not in `known`; undefined if there are none. */
function extraOf(protocol: ProtocolId, node: JsonObject, known: ReadonlySet<string>): Extra | undefined {
  let fields: JsonObject | undefined;
  for (const name in node) {
    if (known.has(name)) continue;
    fields ??= {};
    fields[name] = node[name];
  }
  return fields && { protocol, fields };
}

/** As `extraOf`, in the form that is spread into a node: `{extra}` or nothing. */
export function withExtra(protocol: ProtocolId, node: JsonObject, known: ReadonlySet<string>): { extra?: Extra } {
  const extra = extraOf(protocol, node, known);
  return extra === undefined ? {} : { extra };
}

/** Fields to put back: those of the same protocol. Another protocol's are lost, and said so unless they said nothing. */
export function restoreExtra(extra: Extra | undefined, protocol: ProtocolId, path: string, losses: Losses): JsonObject {
  if (extra === undefined) return {};
  if (extra.protocol === protocol) return extra.spelling ? { ...extra.fields, ...extra.spelling } : extra.fields;
  for (const name in extra.fields) {
    if (extra.fields[name] === null) continue;
    losses.add(path === '' ? name : `${path}.${name}`, `${protocol} has no such field`);
  }
  return {};
}
