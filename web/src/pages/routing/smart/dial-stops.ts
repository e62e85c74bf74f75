/** What was measured at a place of the dial, in shares of turns: docs/routing.md. */
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
  { risk: 0.1, name: 'careful', tooWeak: 0.004, tooStrong: 0.38, best: 0.7 },
  { risk: 0.2, name: 'balanced', tooWeak: 0.016, tooStrong: 0.28, best: 0.56 },
  { risk: 0.3, name: 'thrifty', tooWeak: 0.033, tooStrong: 0.21, best: 0.46 },
  { risk: 0.5, name: 'cheap', tooWeak: 0.078, tooStrong: 0.12, best: 0.31 },
];

/** The stop that is nearest, if it is near enough to tell something. */
export function nearestStop(risk: number): DialStop | undefined {
  const nearest = DIAL_STOPS.toSorted((a, b) => Math.abs(a.risk - risk) - Math.abs(b.risk - risk))[0];
  return nearest !== undefined && Math.abs(nearest.risk - risk) <= 0.1 ? nearest : undefined;
}
