/** What a key may use at all. What it may not is taken out of the plan before any platform is asked. */

import { refName } from '../../routing/catalog.ts';
import type { Plan, Target } from '../../routing/plan.ts';
import { priceOf } from '../../routing/price.ts';
import { pinsOf } from '../../routing/router.ts';
import type { Routing } from '../../routing/routing.ts';
import { Fault } from '../../turn/fault.ts';
import { isPriced } from '../../turn/price.ts';
import type { ClientKey } from './client-key.ts';

/**
 * The plan without the targets that the key may not use. Another one of the list answers in their place; a pinned one is
 * refused.
 *
 * @throws Fault permission if the mode is not allowed, or no target is left
 */
export function permit(plan: Plan, key: ClientKey): Plan {
  const { modes = [] } = key.policy;
  if (!mayUseMode(plan.mode, key))
    throw forbidden(`This key may not be used in the mode "${plan.mode}". It may be used in: ${listed(modes)}.`);
  const targets = plan.targets.filter((target) => mayAsk(key, target));
  if (targets.length === plan.targets.length) return plan;
  if (targets.length === 0) throw noneLeft(plan.targets, key);
  return { ...plan, targets };
}

/**
 * Smart routing among the scenes that the key may use. A model that the client names is no matter of scenes.
 *
 * @param model as the client names it
 * @throws Fault permission if it names another scene, or there is none that the key may use; invalid_request if it names one
 *   that there is not
 */
export function withinScenes(routing: Routing, key: ClientKey | undefined, model: string): Routing {
  const allowed = key?.policy.scenes;
  if (allowed === undefined || routing.mode !== 'smart_routing') return routing;
  const { scene, hasModel } = pinsOf(routing, model);
  if (hasModel) return routing;
  const smart = routing.smart();
  const scenes = smart.scenes.filter(({ name }) => allowed.includes(name));
  if (scenes.length === 0 || (scene !== undefined && !allowed.includes(scene))) {
    const what = scene === undefined ? 'any scene that there is' : `the scene "${scene}"`;
    throw forbidden(`This key may not use ${what}. Its scenes: ${listed(allowed)}.`);
  }
  return { ...routing, smart: () => ({ ...smart, scenes }) };
}

export function mayUseMode(mode: string, { policy: { modes } }: ClientKey): boolean {
  return modes?.includes(mode) ?? true;
}

/**
 * Paths that are forwarded without redwolf's knowing what they ask for or cost, such as batches. A key that is restricted
 * to models, scenes or by numbers could get around them there.
 *
 * @throws Fault permission
 */
export function permitForwarding(plan: Plan, key: ClientKey): Plan {
  const { models, scenes, limits } = key.policy;
  if (models !== undefined || scenes !== undefined || limits !== undefined || key.budget.length > 0)
    throw forbidden('This key has limits, so it may use only the paths whose calls redwolf can count.');
  return permit(plan, key);
}

/** The key may use the target; one with a budget in money only what has a price, or its budget would mean nothing. */
export function mayAsk(key: ClientKey, target: Pick<Target, 'upstream' | 'model' | 'facts'>): boolean {
  return key.mayUse(target) && (!key.hasMoneyBudget || isPriced(priceOf(target)?.price));
}

function noneLeft(targets: readonly Target[], key: ClientKey): Fault {
  const unpriced = targets.filter((target) => key.mayUse(target));
  if (unpriced.length === 0) return forbidden(`This key may not use ${listed(targets.map(refName))}.`);
  return forbidden(
    `This key has a budget in money, and no price is known of ${listed(unpriced.map(refName))}. An administrator can set one.`,
  );
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function forbidden(message: string): Fault {
  return new Fault('permission', 403, message, { shouldRetry: false });
}
