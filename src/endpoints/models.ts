import type { ClientKey } from '../gateway/limits/client-key.ts';
import { mayAsk, mayUseMode } from '../gateway/limits/policy.ts';
import { factsOf, type ModelRef, refName } from '../routing/catalog.ts';
import type { Routing } from '../routing/routing.ts';
import { Fault } from '../turn/fault.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { Endpoint } from './endpoint.ts';
import { sendJson } from './send-json.ts';

const DEFAULT_LIMIT = 1_000;

// Nothing says when a model appeared; SDKs want a date all the same.
const CREATED = new Date('2025-01-01T00:00:00Z');

/**
 * The models, for Anthropic's and OpenAI's clients alike: each entry carries the fields of both. Claude Code keeps only
 * names that contain "claude", so each model is offered under an alias of that kind too.
 */
export const models: Endpoint = {
  id: 'models',
  methods: ['GET'],
  path: '/v1/models',
  isPrefix: true,
  async handle({ request, response, path, query }, ports) {
    const { key } = await authenticateRequest(request.headers, ports);
    const entries = listModels(usableModels(ports.routing(), key));
    const id = decodePath(path.slice('/v1/models'.length).replace(/^\//, ''));
    if (id === '') return sendJson(response, 200, page(entries, query));
    const entry = entries.find((model) => model.id === id);
    if (entry === undefined) throw new Fault('not_found', 404, `model: there is no model "${id}".`);
    sendJson(response, 200, entry);
  },
};

interface ModelEntry {
  readonly type: 'model';
  readonly id: string;
  readonly display_name: string;
  readonly created_at: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
  readonly max_input_tokens?: number;
  readonly context_length?: number;
  readonly max_output_tokens?: number;
}

/** Those that the key may use. */
function usableModels({ catalog, mode }: Routing, key: ClientKey | undefined): readonly ModelRef[] {
  if (key === undefined) return catalog.models();
  if (!mayUseMode(mode, key)) return [];
  return catalog.models().filter((ref) => mayAsk(key, { ...ref, facts: factsOf(ref) }));
}

function listModels(refs: readonly ModelRef[]): ModelEntry[] {
  const own = refs.map((ref) => entryFor(ref, refName(ref)));
  const aliases = refs.filter((ref) => !/claude|anthropic/i.test(refName(ref)));
  return [...own, ...aliases.map((ref) => entryFor(ref, `claude/${refName(ref)}`))];
}

function entryFor(ref: ModelRef, id: string): ModelEntry {
  const { displayName, contextWindow, maxOutputTokens } = factsOf(ref);
  return {
    type: 'model',
    id,
    display_name: displayName ?? `${ref.model} (${ref.upstream.platform.name})`,
    created_at: CREATED.toISOString(),
    object: 'model',
    created: CREATED.getTime() / 1_000,
    owned_by: ref.upstream.id,
    // Anthropic's name, and the one of OpenRouter and vLLM that chat clients look for.
    ...(contextWindow !== undefined && { max_input_tokens: contextWindow, context_length: contextWindow }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
  };
}

/** A page of the list, by Anthropic's `limit`, `after_id` and `before_id`. */
function page(entries: readonly ModelEntry[], query: string): object {
  const wanted = new URLSearchParams(query);
  const asked = Math.trunc(Number(wanted.get('limit')));
  const limit = asked > 0 ? asked : DEFAULT_LIMIT;
  const after = entries.findIndex((entry) => entry.id === wanted.get('after_id'));
  const before = entries.findIndex((entry) => entry.id === wanted.get('before_id'));
  const end = before < 0 ? entries.length : before;
  const start = before < 0 ? after + 1 : Math.max(0, end - limit);
  const data = entries.slice(start, Math.min(end, start + limit));
  return {
    object: 'list',
    data,
    has_more: before < 0 ? start + data.length < entries.length : start > 0,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
