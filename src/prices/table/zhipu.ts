import type { PriceRow } from '../row.ts';

const PAGE = {
  url: 'https://open.bigmodel.cn/pricing',
  readOn: '2026-09-23',
  via: 'pydantic/genai-prices 0.1.8, which says the yuan in its remarks',
};

/** Mainland China, in yuan. Models that are priced by the length of their output are left out: no page could be read. */
export const zhipu: readonly PriceRow[] = [
  {
    models: ['glm-5.3'],
    price: { currency: 'CNY', input: 8, output: 28, cacheRead: 2, cacheWrite: null },
    ...PAGE,
  },
  {
    // The list price, as the discount of its first two weeks is over.
    models: ['glm-5.3-flash'],
    price: { currency: 'CNY', input: 0.8, output: 2.8, cacheRead: 0.23, cacheWrite: null },
    ...PAGE,
  },
];
