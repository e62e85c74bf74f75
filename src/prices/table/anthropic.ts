import type { PriceRow } from '../row.ts';

const PAGE = {
  url: 'https://platform.claude.com/docs/en/about-claude/pricing',
  readOn: '2026-10-24',
  via: 'kurofune/claudit 1.9.2, its notes of the release',
};

/** What is newer than the catalogue. */
export const anthropic: readonly PriceRow[] = [
  {
    models: ['claude-haiku-5-5'],
    price: {
      ...{ input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125, cacheWrite1h: 0.2 },
      tiers: [{ above: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625, cacheWrite1h: 1 }],
    },
    ...PAGE,
  },
  {
    models: ['claude-sonnet-5-5'],
    price: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, cacheWrite1h: 4 },
    since: '2026-10-07',
    ...PAGE,
  },
  {
    models: ['claude-sonnet-5-5'],
    price: { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, cacheWrite1h: 4 },
    url: 'https://platform.claude.com/docs/zh-CN/models/sonnet-5-5/overview',
    readOn: '2026-11-28',
  },
];
