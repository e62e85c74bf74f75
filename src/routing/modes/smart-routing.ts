import type { ProtocolId } from '../../turn/request.ts';
import { makeTarget, type Plan } from '../plan.ts';
import { decide, type Question } from '../smart/decide.ts';
import type { Decision } from '../smart/decision.ts';
import type { SmartRouting } from '../smart/smart-routing.ts';

/** Smart routing: the model that the work needs, whatever model the client asks for. */
export function planSmartRouting(smart: SmartRouting, question: Question | undefined, caller: ProtocolId): Plan {
  if (question === undefined) return planOf(smart.models.map(({ ref }) => makeTarget(ref, caller)));
  return planDecision(decide(smart, question), caller);
}

/** A decision as a plan. */
export function planDecision(decision: Decision, caller: ProtocolId): Plan {
  return { ...planOf(decision.models.map(({ ref }) => makeTarget(ref, caller))), source: decision.source, decision };
}

function planOf(targets: Plan['targets']): Plan {
  return { mode: 'smart_routing', source: 'default', targets, isClientsChoice: false };
}
