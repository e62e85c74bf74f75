/** A change before it is applied: a new state, and what to say of it. */

import type { Sealer } from '../lib/seal.ts';
import type { Base, EffectivePlatform } from './effective.ts';
import type { State } from './state.ts';

export interface Draft {
  readonly state: State;
  /** A sentence for the history; without secrets. */
  readonly what: string;
  /** What was done beyond what was asked for. */
  readonly notes: readonly string[];
}

/** The checks of the configuration file, which are loaded when the first change comes. */
export type Checks = typeof import('../config/check-entries.ts');

/** What changes are made with. */
export interface DraftContext {
  readonly base: Base;
  readonly state: State;
  /** Those that there are now. */
  readonly platforms: readonly EffectivePlatform[];
  readonly sealer: Sealer;
  readonly checks: Checks;
}

/** Replaces one entry, or with undefined removes it. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
