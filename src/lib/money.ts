/** Money is counted in whole billionths of its unit, so that sums are exact. */

const NANO = 1_000_000_000;

export function nanoOfDollars(dollars: number): number {
  return Math.round(dollars * NANO);
}

/** For people and JSON: exact to the billionth. */
export function dollarsOfNano(nano: number): number {
  return nano / NANO;
}
