import { Fault } from '../turn/fault.ts';
import type { ProtocolId } from '../turn/request.ts';
import { refName } from './catalog.ts';
import { planClaudeCode } from './modes/claude-code.ts';
import { planGlobalDirect } from './modes/global-direct.ts';
import { makeTarget, type Plan } from './plan.ts';
import type { Routing } from './routing.ts';

const ALIAS = 'claude/';
const SCENE = 'scene:';

/**
 * Decides which targets shall answer.
 *
 * @param model the client's model name; `platform:model`, or its alias `claude/platform:model`, pins
 * @param caller the client's protocol
 * @throws Fault if the name asks for what cannot be had, or nothing is configured
 */
export function route(routing: Routing, model: string, caller: ProtocolId): Plan {
  const name = model.startsWith(ALIAS) ? model.slice(ALIAS.length) : model;
  if (name.startsWith(SCENE) && routing.catalog.find('scene') === undefined) throw noScenes(name);
  const pin = routing.catalog.parsePin(name);
  if (pin !== undefined) {
    if (routing.disabledModels.has(refName(pin))) throw disabled(name);
    return { mode: routing.mode, source: 'pin', targets: [makeTarget(pin, caller)], isClientsChoice: true };
  }
  switch (routing.mode) {
    case 'claude_code':
      return planClaudeCode(routing, model);
    case 'global_direct':
      return planGlobalDirect(routing, caller);
  }
}

function disabled(name: string): Fault {
  return new Fault('not_found', 404, `model: "${name}" is disabled in redwolf. Choose another one, or enable it.`);
}

function noScenes(name: string): Fault {
  const message = `model: "${name}" asks for a scene, but there are no scenes: smart routing is not configured.`;
  return new Fault('invalid_request', 400, message);
}
