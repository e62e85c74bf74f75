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
  { risk: 0.1, name: 'careful', tooWeak: 0.003, tooStrong: 0.41, best: 0.73 },
  { risk: 0.2, name: 'balanced', tooWeak: 0.017, tooStrong: 0.29, best: 0.57 },
  { risk: 0.3, name: 'thrifty', tooWeak: 0.028, tooStrong: 0.22, best: 0.47 },
  { risk: 0.5, name: 'cheap', tooWeak: 0.074, tooStrong: 0.13, best: 0.31 },
];

/** The stop that is nearest, if it is near enough to tell something. */
export function nearestStop(risk: number): DialStop | undefined {
  const nearest = DIAL_STOPS.toSorted((a, b) => Math.abs(a.risk - risk) - Math.abs(b.risk - risk))[0];
  return nearest !== undefined && Math.abs(nearest.risk - risk) <= 0.1 ? nearest : undefined;
}
