import type { ProtocolId } from '../../turn/request.ts';
import { makeTarget, type Plan } from '../plan.ts';
import type { Routing } from '../routing.ts';

/** Global direct: the priority list, whatever model the client asks for. */
export function planGlobalDirect(routing: Routing, caller: ProtocolId): Plan {
  return {
    mode: 'global_direct',
    source: routing.hasPriorityList ? 'priority-list' : 'all-models',
    targets: routing.priorityList.map((ref) => makeTarget(ref, caller)),
    isClientsChoice: false,
  };
}
