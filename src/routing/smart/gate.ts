import { TIERS, type Tier } from '../intent/intents.ts';
import type { Decision, Reason } from './decision.ts';
import { type Forecast, paysToSwitch, type StayOrSwitch, stayOrSwitch } from './economics.ts';
import { modelOfTier } from './ranking.ts';
import type { SessionState } from './session-memory.ts';
import type { RankedModel } from './smart-routing.ts';

/** Some turns take several times as many requests as most, and a dear model is dearest there: such a one must not make it wrong to stay. */
const LONG_TURN = 3;
/** How likely a turn is followed by one of its own kind, beyond how common that is. */
const SAME_AGAIN = 0.3;

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
  { state, now, tier }: { readonly state: SessionState | undefined; readonly now: number; readonly tier: Tier },
): Gated | undefined {
  const current = able.find(({ name }) => name === state?.model);
  if (state === undefined || current === undefined || current === wanted) return undefined;
  const forecast = forecastOf(state, { current, wanted, able, now, tier });
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

interface Weighing {
  readonly current: RankedModel;
  readonly wanted: RankedModel;
  readonly able: readonly RankedModel[];
  readonly now: number;
  readonly tier: Tier;
}

function forecastOf(state: SessionState, { current, wanted, able, now, tier }: Weighing): Forecast {
  const { left, cacheMs, lastAt, turns, turnMs } = state;
  const cachedFor = Math.max(0, cacheMs - (now - lastAt));
  return {
    context: state.context,
    cached: cachedFor > 0 ? state.cached : 0,
    cachedAway: left !== null && left.model === wanted.name && now < left.until ? left.tokens : 0,
    requests: LONG_TURN * Math.max(1, turns[tier].requests),
    output: turns[tier].output,
    growth: state.growthPerRequest,
    ...chancesOf(state, { current, wanted, able }),
    turnsCached: cachedFor / Math.max(1, turnMs),
  };
}

/** What the next turn may bring: the same again, or what the turns before were like. */
function chancesOf(
  { turns, breaks }: SessionState,
  { current, wanted, able }: Omit<Weighing, 'now' | 'tier'>,
): Pick<Forecast, 'wayBack' | 'leaves'> {
  const sumOf = (is: (place: number) => boolean) =>
    TIERS.reduce((sum, tier) => sum + (is(placeOf(tier, able)) ? turns[tier].share : 0), 0);
  const back = (1 - SAME_AGAIN) * sumOf((place) => place <= able.indexOf(current));
  const weaker = (1 - SAME_AGAIN) * sumOf((place) => place > able.indexOf(wanted));
  return { wayBack: back * (1 - breaks), leaves: breaks + weaker * (1 - breaks) };
}

/** Where the model of a tier stands among those that can serve, strongest first. */
function placeOf(tier: Tier, able: readonly RankedModel[]): number {
  const model = modelOfTier(able, tier);
  return model === undefined ? -1 : able.indexOf(model);
}

function dollars({ stay, change }: StayOrSwitch): Readonly<Record<string, number>> {
  return { stayUsd: stay / 1e9, changeUsd: change / 1e9 };
}
