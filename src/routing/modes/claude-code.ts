import { Fault } from '../../turn/fault.ts';
import { factsOf, refName, type Upstream } from '../catalog.ts';
import type { Plan, Target } from '../plan.ts';
import type { Routing } from '../routing.ts';

/** Claude Code mode: the client's own model on each of the Anthropic-protocol platforms, in order. */
export function planClaudeCode(routing: Routing, model: string): Plan {
  if (model === '') throw new Fault('invalid_request', 400, 'model: required');
  const enabled = claudeCodeUpstreams(routing).filter((upstream) => !isDisabled(routing, upstream, model));
  const targets = enabled.flatMap((upstream) => target(upstream, model) ?? []);
  return { mode: 'claude_code', source: 'claude-code', targets, isClientsChoice: true };
}

/** The platforms of Claude Code mode, in order. */
export function claudeCodeUpstreams(routing: Routing): readonly Upstream[] {
  return routing.claudeCodePlatforms.flatMap((id) => routing.catalog.find(id) ?? []);
}

function isDisabled({ disabledModels }: Routing, upstream: Upstream, model: string): boolean {
  return disabledModels.size > 0 && disabledModels.has(refName({ upstream, model }));
}

function target(upstream: Upstream, model: string): Target | undefined {
  const channel = upstream.channels.find((candidate) => candidate.protocol === 'anthropic-messages');
  return channel && { upstream, model, channel, facts: factsOf({ upstream, model }) };
}
