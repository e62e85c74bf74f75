import type { PeakHours } from '../../turn/price.ts';
import type { PriceRow } from '../row.ts';

const URL = 'https://api-docs.deepseek.com/quick_start/pricing';

// Monday to Friday, 9 to 12 and 14 to 18 of Beijing. Public holidays of China are off-peak all day, which is not known
// here: a call on one is counted at twice of what it costs.
const PEAK: PeakHours = {
  factor: 2,
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    [1, 4],
    [6, 10],
  ],
};

/** In US dollars; accounts that pay in yuan have a list of their own. The rates are those outside of peak hours. */
export const deepseek: readonly PriceRow[] = [
  {
    // The older names still answer, and are billed so.
    models: ['deepseek-flash', 'deepseek-v4-flash', 'deepseek-v4-flash-vision-exp'],
    price: { input: 0.15, output: 0.6, cacheRead: 0.003, cacheWrite: null, peak: PEAK },
    url: URL,
    readOn: '2026-11-28',
  },
  {
    models: ['deepseek-v4-pro'],
    price: { input: 0.66, output: 1.98, cacheRead: 0.022, cacheWrite: null, peak: PEAK },
    // At 16:00 UTC of the day before: what was called in between is counted at the former price.
    since: '2026-08-17',
    url: URL,
    readOn: '2026-11-28',
  },
  {
    models: ['deepseek-v4-pro'],
    price: { input: 0.435, output: 0.87, cacheRead: 0.003625, cacheWrite: null },
    url: URL,
    readOn: '2026-11-28',
  },
];
