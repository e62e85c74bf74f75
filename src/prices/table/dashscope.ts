import type { PriceRow } from '../row.ts';

// The page says "32K" and not how many tokens that are; the smaller reading counts the dearer tier sooner.
const K = 1_000;
const CODER = 'https://help.aliyun.com/zh/model-studio/user-guide/qwen-coder';
const PRICING = 'https://help.aliyun.com/zh/model-studio/model-pricing';
const VIA = 'anomalyco/models.dev, providers/alibaba-cn';

/**
 * Mainland China (Beijing), in yuan. A hit of the implicit cache costs a fifth of the input, one of the explicit cache a
 * tenth: usage does not tell them apart, and the dearer one is taken. Writing the explicit cache costs 1.25 times the input.
 */
export const dashscope: readonly PriceRow[] = [
  {
    models: ['qwen3-coder-plus'],
    price: {
      currency: 'CNY',
      ...{ input: 4, output: 16, cacheRead: 0.8, cacheWrite: 5 },
      tiers: [
        { above: 32 * K, input: 6, output: 24, cacheRead: 1.2, cacheWrite: 7.5 },
        { above: 128 * K, input: 10, output: 40, cacheRead: 2, cacheWrite: 12.5 },
        { above: 256 * K, input: 20, output: 200, cacheRead: 4, cacheWrite: 25 },
      ],
    },
    url: CODER,
    readOn: '2026-11-28',
  },
  {
    models: ['qwen3-coder-flash'],
    price: {
      currency: 'CNY',
      ...{ input: 1, output: 4, cacheRead: 0.2, cacheWrite: 1.25 },
      tiers: [
        { above: 32 * K, input: 1.5, output: 6, cacheRead: 0.3, cacheWrite: 1.875 },
        { above: 128 * K, input: 2.5, output: 10, cacheRead: 0.5, cacheWrite: 3.125 },
        { above: 256 * K, input: 5, output: 25, cacheRead: 1, cacheWrite: 6.25 },
      ],
    },
    url: CODER,
    readOn: '2026-11-28',
  },
  {
    models: ['qwen3.8-max'],
    price: { currency: 'CNY', input: 12, output: 36, cacheRead: 1.5, cacheWrite: 15 },
    url: PRICING,
    readOn: '2026-08-04',
    via: VIA,
  },
  {
    models: ['qwen3.8-flash'],
    price: { currency: 'CNY', input: 0.8, output: 2.7, cacheRead: 0.1, cacheWrite: 1.25 },
    url: 'https://help.aliyun.com/zh/model-studio/qwen3-8-flash',
    readOn: '2026-08-28',
    via: VIA,
  },
];
