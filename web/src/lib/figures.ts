import { formatMoney } from './format.ts';

/** An amount in dollars with the two or three digits that tell something: figures beside each other are read at a glance. */
export function formatCost(usd: number): string {
  if (Math.abs(usd) >= 100) return formatMoney(usd);
  return formatMoney(usd === 0 ? 0 : Number(usd.toPrecision(Math.abs(usd) >= 1 ? 3 : 2)));
}

/** `+12 %`, `−8.1 %`. */
export function formatChange(change: number): string {
  const percent = Math.abs(change) * 100;
  return `${change < 0 ? '−' : '+'}${percent.toFixed(percent > 0 && percent < 10 ? 1 : 0)} %`;
}
