import { Fault } from '../turn/fault.ts';
import type { ProtocolId } from '../turn/request.ts';
import { refName } from './catalog.ts';
import { planClaudeCode } from './modes/claude-code.ts';
import { planGlobalDirect } from './modes/global-direct.ts';
import { planSmartRouting } from './modes/smart-routing.ts';
import { makeTarget, type Plan } from './plan.ts';
import type { Routing } from './routing.ts';
import type { Question } from './smart/decide.ts';

const ALIAS = 'claude/';
const SCENE = 'scene:';

/** What a plan is made for. */
export interface RouteRequest {
  /** The client's model name; `platform:model`, or its alias `claude/platform:model`, pins; `scene:NAME` does in smart routing. */
  readonly model: string;
  /** The client's protocol. */
  readonly caller: ProtocolId;
  /** What smart routing decides by; without it, it is the strongest model. */
  readonly question?: Omit<Question, 'pinnedScene'>;
}

/**
 * Decides which targets shall answer.
 *
 * @throws Fault if the name asks for what cannot be had, or nothing is configured
 */
export function route(routing: Routing, { model, caller, question }: RouteRequest): Plan {
  const name = nameOf(model);
  const pinnedScene = pinnedSceneOf(routing, name);
  const pin = routing.catalog.parsePin(name);
  if (pin !== undefined) {
    if (routing.disabledModels.has(refName(pin))) throw disabled(name);
    return { mode: routing.mode, source: 'pin', targets: [makeTarget(pin, caller)], isClientsChoice: true };
  }
  switch (routing.mode) {
    case 'smart_routing':
      return planSmartRouting(
        routing.smart(),
        pinnedScene === undefined ? question : question && { ...question, pinnedScene },
        caller,
      );
    case 'claude_code':
      return planClaudeCode(routing, model);
    case 'global_direct':
      return planGlobalDirect(routing, caller);
  }
}

/**
 * What a request asks for by the name of its model: a model on a platform, a scene, or neither.
 *
 * @throws Fault for a scene that there is not
 */
export function pinsOf(routing: Routing, model: string): { readonly scene?: string; readonly hasModel: boolean } {
  const name = nameOf(model);
  const scene = pinnedSceneOf(routing, name);
  return { ...(scene !== undefined && { scene }), hasModel: routing.catalog.parsePin(name) !== undefined };
}

function nameOf(model: string): string {
  return model.startsWith(ALIAS) ? model.slice(ALIAS.length) : model;
}

function disabled(name: string): Fault {
  return new Fault('not_found', 404, `model: "${name}" is disabled in redwolf. Choose another one, or enable it.`);
}

/** The scene that a name pins; undefined where it pins none. A platform of the name `scene` goes before. */
function pinnedSceneOf(routing: Routing, name: string): string | undefined {
  if (!name.startsWith(SCENE) || routing.catalog.find('scene') !== undefined) return undefined;
  if (routing.mode !== 'smart_routing') {
    throw noScene(`model: "${name}" asks for a scene, but there are none in the mode ${routing.mode}.`);
  }
  const scene = name.slice(SCENE.length);
  const known = routing.smart().scenes.map((one) => one.name);
  if (known.includes(scene)) return scene;
  throw noScene(`model: there is no scene "${scene}". Scenes: ${known.join(', ')}.`);
}

function noScene(message: string): Fault {
  return new Fault('invalid_request', 400, message);
}
