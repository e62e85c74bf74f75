import type { PriceRow } from '../row.ts';

const PAGE = { url: 'https://platform.minimaxi.com/docs/guides/pricing-paygo.md', readOn: '2026-11-28' };

/** Mainland China, in yuan. */
export const minimax: readonly PriceRow[] = [
  {
    models: ['MiniMax-M2.7'],
    price: { currency: 'CNY', input: 2.1, output: 8.4, cacheRead: 0.42, cacheWrite: 2.625 },
    ...PAGE,
  },
  {
    models: ['MiniMax-M2.7-highspeed'],
    price: { currency: 'CNY', input: 4.2, output: 16.8, cacheRead: 0.42, cacheWrite: 2.625 },
    ...PAGE,
  },
  {
    models: ['MiniMax-M2.5'],
    price: { currency: 'CNY', input: 2.1, output: 8.4, cacheRead: 0.21, cacheWrite: 2.625 },
    ...PAGE,
  },
  {
    models: ['MiniMax-M2.5-highspeed'],
    price: { currency: 'CNY', input: 4.2, output: 16.8, cacheRead: 0.21, cacheWrite: 2.625 },
    ...PAGE,
  },
  {
    models: ['M2-her'],
    price: { currency: 'CNY', input: 2.1, output: 8.4, cacheRead: null, cacheWrite: null },
    ...PAGE,
  },
];
