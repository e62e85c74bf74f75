/** What a client key may do. What is absent is not restricted. */
export interface KeyPolicy {
  /** `platform:model` or a model's id; a `*` at the end stands for any rest. */
  readonly models?: readonly string[];
  /** Ids of platforms. */
  readonly platforms?: readonly string[];
  readonly modes?: readonly string[];
  /** Names of scenes; they tell something in smart routing only. */
  readonly scenes?: readonly string[];
  readonly limits?: KeyLimits;
  readonly budget?: KeyBudget;
  /** What is kept of its calls, in place of what the configuration says of all. */
  readonly capture?: CaptureLevel;
}

/** What is kept of a call besides its row: nothing; heads and sizes; or the bodies too. */
export type CaptureLevel = 'off' | 'metadata' | 'full';

export interface KeyLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Calls that run at the same time. */
  readonly parallel?: number;
}

/** Days and months are those of UTC; `total` counts from the key's first call, or its last reset. */
export interface KeyBudget {
  readonly tokensPerDay?: number;
  readonly tokensPerMonth?: number;
  readonly tokensTotal?: number;
  readonly usdPerDay?: number;
  readonly usdPerMonth?: number;
  readonly usdTotal?: number;
}
