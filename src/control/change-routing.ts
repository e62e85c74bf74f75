import type { RoutingPatch } from '../admin/contract/settings.ts';
import { messageOf } from '../lib/errors.ts';
import { asString, type Json, type JsonObject } from '../lib/json.ts';
import { makeRouting } from '../routing/make-routing.ts';
import { checkSeen } from './change-platform.ts';
import type { Draft, DraftContext } from './draft.ts';
import { effectiveOf } from './effective.ts';
import { invalid, readOnly } from './refusals.ts';
import { mergeSettings } from './settings.ts';
import type { State } from './state.ts';

/** Names of the API → names of the file. */
const FIELDS = {
  mode: 'mode',
  modelPriorityList: 'model_priority_list',
  claudeCodePlatforms: 'claude_code_platforms',
  scenes: 'scenes',
  routingModels: 'routing_models',
  judge: 'judge',
  risk: 'risk',
} as const;

/**
 * Absent = unchanged, null = the default.
 *
 * Throws AdminError: READ_ONLY, STALE_VERSION, CONFIG_INVALID.
 */
export function patchRouting(context: DraftContext, patch: RoutingPatch): Draft {
  const { state, base } = context;
  checkSeen(state.routing.version, patch.version);
  const changes: JsonObject = {};
  for (const [name, inFile] of Object.entries(FIELDS)) {
    const value = patch[name as keyof typeof FIELDS];
    if (value === undefined) continue;
    if (base.declaredRouting.has(inFile)) throw readOnly(`"routing.${inFile}"`);
    changes[inFile] = name === 'judge' ? inFileJudge(patch.judge) : (value as Json);
  }
  const value = mergeSettings(state.routing.value, changes);
  const draft = { ...state, routing: { value, version: state.version + 1 } };
  checkRouting(context, draft);
  const mode = asString(changes['mode']);
  return { state: draft, what: `Changed the routing${mode === undefined ? '' : `: mode ${mode}`}.`, notes: [] };
}

/** The checks of the file; an ambiguous name is refused here, as it is there. Throws AdminError CONFIG_INVALID. */
export function checkRouting(
  { base, platforms, checks }: Pick<DraftContext, 'base' | 'platforms' | 'checks'>,
  state: State,
): void {
  const { problems } = checks.checkRoutingEntry(state.routing.value, platforms, base.types);
  if (problems.length > 0) throw invalid(problems);
  try {
    makeRouting(effectiveOf(base, state).config, base.types);
  } catch (error) {
    throw invalid([{ path: '', message: messageOf(error) }]);
  }
}

function inFileJudge(judge: RoutingPatch['judge']): Json {
  if (judge === null || judge === undefined) return null;
  const { when, timeoutMs } = judge;
  return { ...(when !== undefined && { when }), ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }) };
}
