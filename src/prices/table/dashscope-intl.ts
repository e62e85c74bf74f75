import type { PriceRow } from '../row.ts';

const K = 1_000;

/** Outside of mainland China, in US dollars. The same rules as in China. */
export const dashscopeIntl: readonly PriceRow[] = [
  {
    models: ['qwen3-coder-plus'],
    price: {
      ...{ input: 1, output: 5, cacheRead: 0.2, cacheWrite: 1.25 },
      tiers: [
        { above: 32 * K, input: 1.8, output: 9, cacheRead: 0.36, cacheWrite: 2.25 },
        { above: 128 * K, input: 3, output: 15, cacheRead: 0.6, cacheWrite: 3.75 },
        { above: 256 * K, input: 6, output: 60, cacheRead: 1.2, cacheWrite: 7.5 },
      ],
    },
    url: 'https://www.alibabacloud.com/help/en/model-studio/models',
    readOn: '2026-11-28',
    via: 'anomalyco/models.dev, providers/alibaba',
  },
];
