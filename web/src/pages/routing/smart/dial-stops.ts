/** What was measured at a place of the dial, in shares of turns: docs/decisions/0020. */
export interface DialStop {
  readonly risk: number;
  readonly name: 'best' | 'careful' | 'balanced' | 'thrifty' | 'cheap';
  readonly tooWeak?: number;
  readonly tooStrong?: number;
  readonly best: number;
}

/** The first is no measurement: all goes to the best, so that nothing is too weak. */
export const DIAL_STOPS: readonly DialStop[] = [
  { risk: 0, name: 'best', tooWeak: 0, best: 1 },
  { risk: 0.1, name: 'careful', tooWeak: 0.009, tooStrong: 0.5, best: 0.81 },
  { risk: 0.2, name: 'balanced', tooWeak: 0.029, tooStrong: 0.4, best: 0.65 },
  { risk: 0.3, name: 'thrifty', tooWeak: 0.056, tooStrong: 0.29, best: 0.49 },
  { risk: 0.5, name: 'cheap', tooWeak: 0.12, tooStrong: 0.16, best: 0.27 },
];

export const DEFAULT_RISK = 0.2;

/** The stop that is nearest, if it is near enough to tell something. */
export function nearestStop(risk: number): DialStop | undefined {
  const nearest = DIAL_STOPS.toSorted((a, b) => Math.abs(a.risk - risk) - Math.abs(b.risk - risk))[0];
  return nearest !== undefined && Math.abs(nearest.risk - risk) <= 0.1 ? nearest : undefined;
}
