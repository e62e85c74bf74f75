import type { Decision, Reason } from './decision.ts';
import { type Forecast, paysToSwitch, type StayOrSwitch, stayOrSwitch } from './economics.ts';
import type { SessionState } from './session-memory.ts';
import type { RankedModel } from './smart-routing.ts';

export interface Gated {
  readonly model: RankedModel;
  readonly reasons: readonly Reason[];
  readonly runnerUp: Decision['runnerUp'];
}

/**
 * A session goes up to a stronger model at once, and down to a weaker one only if that is cheaper with the way back; but
 * what is no longer cached may change freely.
 *
 * @param wanted what the words ask for
 * @param able strongest first
 * @returns undefined where there is nothing to weigh: a new session, or the model that it has
 */
export function gated(
  wanted: RankedModel,
  able: readonly RankedModel[],
  { state, now }: { readonly state: SessionState | undefined; readonly now: number },
): Gated | undefined {
  const current = able.find(({ name }) => name === state?.model);
  if (state === undefined || current === undefined || current === wanted) return undefined;
  const forecast = forecastOf(state, now);
  const costs = stayOrSwitch(current.price, wanted.price, forecast, now);
  if (able.indexOf(wanted) < able.indexOf(current)) {
    const text = `The work needs a stronger model than ${current.name}: going up is never held back.`;
    return result(wanted, current, { code: 'up', text }, costs);
  }
  if (forecast.cached === 0) {
    const text = `What ${current.name} had cached is gone, so that changing costs nothing more.`;
    return result(wanted, current, { code: 'cache-gone', text }, costs);
  }
  if (costs !== undefined && paysToSwitch(costs)) {
    return result(
      wanted,
      current,
      { code: 'down', text: `${wanted.name} is cheaper, with the way back.`, numbers: dollars(costs) },
      costs,
    );
  }
  const why = costs === undefined ? 'its price is not known' : 'reading the conversation anew would cost more';
  const text = `${current.name} stays: ${wanted.name} would do, but ${why}.`;
  return result(current, wanted, { code: 'stay', text, ...(costs && { numbers: dollars(costs) }) }, costs);
}

function result(model: RankedModel, other: RankedModel, reason: Reason, costs: StayOrSwitch | undefined): Gated {
  const runnerUp = { model: other.name, stay: costs?.stay ?? null, change: costs?.change ?? null };
  return { model, reasons: [reason], runnerUp };
}

function forecastOf(state: SessionState, now: number): Forecast {
  return {
    context: state.context,
    cached: now - state.lastAt < state.cacheMs ? state.cached : 0,
    requests: Math.max(1, Math.round(state.requestsPerTurn)),
    output: state.outputPerRequest,
    growth: state.growthPerRequest,
    wayBack: state.wayBack,
  };
}

function dollars({ stay, change }: StayOrSwitch): Readonly<Record<string, number>> {
  return { stayUsd: stay / 1e9, changeUsd: change / 1e9 };
}
