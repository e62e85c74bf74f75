import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import type { Target } from '../routing/plan.ts';
import type { Fault, FaultKind } from '../turn/fault.ts';
import { retryAfterMs } from './retry-after.ts';

/** A target and one of the keys it can be asked with. */
export interface Candidate {
  readonly target: Target;
  /** Position in the platform's pool; 0 where there is none. */
  readonly credential: number;
  readonly key: Secret | undefined;
}

/** What a fault says something about, and for how long it is avoided at first. */
type Scope = 'credential' | 'target' | 'none';

const SECOND = 1_000;
const MAX_COOL_DOWN = 5 * 60 * SECOND;
// What a platform asks for is honoured, but not for ever.
const MAX_ASKED_COOL_DOWN = 24 * 60 * 60 * SECOND;

// Clients choose the names of models, so what is remembered must have a bound.
const MAX_ENTRIES = 10_000;
const MAX_NAME_LENGTH = 200;

const COOL_DOWNS: Readonly<Record<FaultKind, { readonly scope: Scope; readonly first: number }>> = {
  authentication: { scope: 'credential', first: 5 * 60 * SECOND },
  billing: { scope: 'credential', first: 5 * 60 * SECOND },
  permission: { scope: 'credential', first: 60 * SECOND },
  rate_limit: { scope: 'target', first: 10 * SECOND },
  overloaded: { scope: 'target', first: 5 * SECOND },
  server_error: { scope: 'target', first: 5 * SECOND },
  timeout: { scope: 'target', first: 15 * SECOND },
  unreachable: { scope: 'target', first: 5 * SECOND },
  broken_reply: { scope: 'target', first: 5 * SECOND },
  not_found: { scope: 'target', first: 60 * SECOND },
  // These say something of the request, not of the target.
  invalid_request: { scope: 'none', first: 0 },
  context_overflow: { scope: 'none', first: 0 },
  too_large: { scope: 'none', first: 0 },
};

interface Entry {
  /** Monotonic milliseconds. A deadline only ever moves forward. */
  until: number;
  failures: number;
  /** Of the last one. */
  kind: FaultKind;
  /** Somebody is trying whether it works again. */
  isProbing: boolean;
}

/** A target or a key that failed lately. */
export interface Cooling {
  readonly platform: string;
  /** Position in the platform's pool. */
  readonly credential: number;
  /** Null: all of them, as the key is to blame. */
  readonly model: string | null;
  readonly kind: FaultKind;
  /** How often in a row. */
  readonly failures: number;
  /** For how long it is avoided from now on, in milliseconds. */
  readonly waitMs: number;
}

/** Knows which targets and credentials failed lately. A port, since it is shared by all calls of a process. */
export interface Health {
  /** The candidates, those that cool down last and soonest ready first. None is ever left out. */
  order(candidates: readonly Candidate[]): Candidate[];
  succeeded(candidate: Candidate): void;
  failed(candidate: Candidate, fault: Fault): void;
  /** Others need not wait for this attempt: it answers, or ended without saying anything of the target. */
  released(candidate: Candidate): void;
}

/** Health of one process, in memory. */
export class MemoryHealth implements Health {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  order(candidates: readonly Candidate[]): Candidate[] {
    if (this.#entries.size === 0) return [...candidates];
    const now = this.#clock.monotonic();
    const ready: Candidate[] = [];
    const cooling: { candidate: Candidate; until: number }[] = [];
    for (const candidate of candidates) {
      const until = this.#coolingUntil(candidate, now);
      if (until === undefined) ready.push(candidate);
      else cooling.push({ candidate, until });
    }
    const first = ready[0];
    if (first !== undefined) this.#startProbe(first);
    // Sorting is stable, so candidates of the same deadline keep the plan's order.
    cooling.sort((a, b) => a.until - b.until);
    return [...ready, ...cooling.map(({ candidate }) => candidate)];
  }

  succeeded(candidate: Candidate): void {
    if (this.#entries.size === 0) return;
    for (const name of namesOf(candidate)) this.#entries.delete(name);
  }

  failed(candidate: Candidate, fault: Fault): void {
    this.released(candidate);
    const { scope, first } = COOL_DOWNS[fault.kind];
    if (scope === 'none') return;
    const name = scope === 'credential' ? credentialName(candidate) : targetName(candidate);
    const now = this.#clock.monotonic();
    const entry = this.#entries.get(name) ?? this.#add(name, fault.kind);
    // Calls that run side by side fail together; that is one failure, not many.
    if (entry.until <= now) entry.failures++;
    const asked = retryAfterMs(fault.details.retryAfter, this.#clock.now());
    const own = Math.min(first * 2 ** (entry.failures - 1), MAX_COOL_DOWN);
    const wait = asked === undefined ? own : Math.min(asked, MAX_ASKED_COOL_DOWN);
    entry.until = Math.max(entry.until, now + wait);
    entry.kind = fault.kind;
  }

  released(candidate: Candidate): void {
    if (this.#entries.size === 0) return;
    for (const name of namesOf(candidate)) {
      const entry = this.#entries.get(name);
      if (entry !== undefined) entry.isProbing = false;
    }
  }

  /** Its address or its keys are others now, so that what failed says nothing any more. */
  forget(platform: string): void {
    const beginning = `${JSON.stringify([platform]).slice(0, -1)},`;
    for (const name of this.#entries.keys()) if (name.startsWith(beginning)) this.#entries.delete(name);
  }

  /** What is avoided now, soonest ready first. */
  cooling(): Cooling[] {
    const now = this.#clock.monotonic();
    return [...this.#entries]
      .filter(([, { until }]) => until > now)
      .map(([name, { until, kind, failures }]) => ({ ...placeOf(name), kind, failures, waitMs: until - now }))
      .sort((a, b) => a.waitMs - b.waitMs);
  }

  #add(name: string, kind: FaultKind): Entry {
    const oldest = this.#entries.size < MAX_ENTRIES ? undefined : this.#entries.keys().next().value;
    if (oldest !== undefined) this.#entries.delete(oldest);
    const entry = { until: Number.NEGATIVE_INFINITY, failures: 0, kind, isProbing: false };
    this.#entries.set(name, entry);
    return entry;
  }

  /** When it will be ready; undefined if it is. After its deadline one call may probe, the others still wait. */
  #coolingUntil(candidate: Candidate, now: number): number | undefined {
    let latest: number | undefined;
    for (const name of namesOf(candidate)) {
      const entry = this.#entries.get(name);
      if (entry === undefined || (entry.until <= now && !entry.isProbing)) continue;
      latest = Math.max(latest ?? 0, entry.until);
    }
    return latest;
  }

  #startProbe(candidate: Candidate): void {
    for (const name of namesOf(candidate)) {
      const entry = this.#entries.get(name);
      if (entry !== undefined) entry.isProbing = true;
    }
  }
}

function namesOf(candidate: Candidate): readonly string[] {
  return [credentialName(candidate), targetName(candidate)];
}

function credentialName({ target, credential }: Candidate): string {
  return JSON.stringify([target.upstream.id, credential]);
}

function targetName({ target, credential }: Candidate): string {
  return JSON.stringify([target.upstream.id, credential, target.model.slice(0, MAX_NAME_LENGTH)]);
}

function placeOf(name: string): Pick<Cooling, 'platform' | 'credential' | 'model'> {
  // As the two functions above write it.
  const [platform, credential, model] = JSON.parse(name) as [string, number, string | undefined];
  return { platform, credential, model: model ?? null };
}
