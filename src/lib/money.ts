/** Money is counted in whole billionths of its unit, so that sums are exact. */

const NANO = 1_000_000_000;

export function nanoOfDollars(dollars: number): number {
  return Math.round(dollars * NANO);
}

/** As decimal text with nine places, such as `0.000007000`: nothing is rounded. */
export function decimalOfNano(nano: number): string {
  const digits = String(Math.abs(nano)).padStart(10, '0');
  return `${nano < 0 ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** For people and JSON: exact to the billionth. */
export function dollarsOfNano(nano: number): number {
  return nano / NANO;
}
