import type { Clock } from '../../lib/clock.ts';
import type { KeyId } from '../../lib/ids.ts';
import type { Amount, CallRow } from '../../store/ports.ts';
import type { Call } from '../call.ts';
import type { Admission } from './admission.ts';
import type { Budgets } from './budget.ts';
import type { ClientKey } from './client-key.ts';
import { expectedInput, mostOf } from './most.ts';
import { ParallelCalls } from './parallel.ts';
import { permit } from './policy.ts';
import type { RateCounter } from './rate.ts';
import { tooFast, tooMany } from './refusals.ts';
import type { BudgetState } from './window.ts';

const NOTHING: Amount = { tokens: 0, nanoUsd: 0 };

export interface LimitPorts {
  readonly rates: RateCounter;
  readonly budgets: Budgets;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** How it stands with a key in this moment. */
export interface Standing {
  readonly budget: readonly BudgetState[];
  /** Calls that are running. */
  readonly running: number;
  /** Counted in the running minute; 0 where the key has no limit of the kind. */
  readonly requests: number;
  readonly tokens: number;
}

/** Lets calls in, or refuses them, before any platform is asked. */
export class Limits {
  readonly #ports: LimitPorts;
  readonly #parallel = new ParallelCalls();

  constructor(ports: LimitPorts) {
    this.#ports = ports;
  }

  /**
   * Takes what the key may not use out of the call's plan, counts the call, and reserves what it may use at most. Callers
   * without a key have no limits: nothing of redwolf's is spent on them.
   *
   * Rejects with Fault permission, rate_limit, billing; nothing is held then.
   */
  async admit(call: Call): Promise<Admission> {
    const { key } = call.identity;
    const { plan } = call;
    if (key === undefined || plan === undefined) return { settle() {} };
    call.plan = permit(plan, key);
    const held: ((used: Amount) => void)[] = [];
    const settle = (used: Amount): void => {
      for (const release of held.splice(0)) release(used);
    };
    try {
      this.#takePlace(key, held);
      if (key.policy.limits !== undefined) await this.#takeRates(call, key, held);
      const most = key.budget.length === 0 ? NOTHING : mostOf(call, call.plan.targets);
      const reservation = await this.#ports.budgets.reserve(key, most, call.startedAt);
      held.push((used) => reservation.settle(used));
    } catch (error) {
      settle(NOTHING);
      throw error;
    }
    return { settle: (row) => settle(row === undefined ? NOTHING : amountOf(row)) };
  }

  /** Counts what was used for a call beside it. Never rejects: what cannot be counted now is counted from the rows later. */
  async count({ identity, startedAt }: Call, row: CallRow): Promise<void> {
    if (identity.key === undefined) return;
    const reservation = await this.#ports.budgets
      .reserve({ ...identity.key, budget: [] }, NOTHING, startedAt)
      .catch(() => undefined);
    reservation?.settle(amountOf(row));
  }

  async standing(key: ClientKey): Promise<Standing> {
    const { rates, budgets } = this.#ports;
    const { id } = key.record;
    return {
      budget: await budgets.states(key),
      running: this.#parallel.running(id),
      requests: await rates.counted(requestsOf(id)),
      tokens: await rates.counted(tokensOf(id)),
    };
  }

  #takePlace({ record: { id }, policy: { limits } }: ClientKey, held: ((used: Amount) => void)[]): void {
    // Counted without a limit too, so that one that is set later knows of the calls that run.
    if (!this.#parallel.begin(id, limits?.parallel ?? Number.POSITIVE_INFINITY)) throw tooMany(limits?.parallel ?? 0);
    held.push(() => this.#parallel.end(id));
  }

  async #takeRates(call: Call, { record: { id }, policy }: ClientKey, held: ((used: Amount) => void)[]): Promise<void> {
    const { requestsPerMinute, tokensPerMinute } = policy.limits ?? {};
    const { rates } = this.#ports;
    if (requestsPerMinute !== undefined) {
      const { isAdmitted, resetMs } = await rates.take(requestsOf(id), 1, requestsPerMinute);
      if (!isAdmitted) throw tooFast('requests', requestsPerMinute, resetMs);
    }
    if (tokensPerMinute === undefined) return;
    const name = tokensOf(id);
    const expected = expectedInput(call);
    const { isAdmitted, resetMs } = await rates.take(name, expected, tokensPerMinute);
    if (!isAdmitted) throw tooFast('tokens', tokensPerMinute, resetMs);
    held.push(this.#correctTokens(name, expected, resetMs));
  }

  /** A later minute is given nothing back, as nothing was taken from it. */
  #correctTokens(name: string, expected: number, resetMs: number): (used: Amount) => void {
    const until = this.#ports.clock.monotonic() + resetMs;
    return ({ tokens }) => {
      const missing = tokens - expected;
      if (missing > 0 || this.#ports.clock.monotonic() < until) void this.#ports.rates.add(name, missing);
    };
  }
}

function requestsOf(id: KeyId): string {
  return `requests ${id}`;
}

function tokensOf(id: KeyId): string {
  return `tokens ${id}`;
}

function amountOf(row: CallRow): Amount {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens, costNanoUsd } = row;
  return {
    tokens: inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens + outputTokens,
    nanoUsd: costNanoUsd ?? 0,
  };
}
