import type { PriceRow } from '../row.ts';

/** In US dollars: model, page, input, output, cached input. */
const LIST: readonly (readonly [string, string, number, number, number | null])[] = [
  ['deepseek-ai/DeepSeek-V4-Pro', 'deepseek-v4-pro', 1.50162, 3.135, 0.135],
  ['deepseek-ai/DeepSeek-V4-Flash', 'deepseek-v4-flash', 0.13, 0.28, 0.028],
  ['deepseek-ai/DeepSeek-V3.2', 'deepseek-v3-2', 0.27, 0.42, 0.135],
  ['zai-org/GLM-5.1', 'glm-5-1', 1.19, 3.74, 0.6],
  ['zai-org/GLM-5', 'glm-5', 0.95, 2.55, 0.2],
  ['moonshotai/Kimi-K2.6', 'kimi-k2-6', 0.77, 3.4, 0.14],
  ['moonshotai/Kimi-K2.5', 'kimi-k2-5', 0.45, 2.25, 0.07],
  ['Qwen/Qwen3.6-27B', 'qwen3-6-27b', 0.3, 3.2, null],
  ['Qwen/Qwen3.6-35B-A3B', 'qwen3-6-35b-a3b', 0.24, 1.8, 0.15],
  ['Qwen/Qwen3-32B', 'qwen3-32b', 0.14, 0.57, null],
];

export const siliconflowIntl: readonly PriceRow[] = LIST.map(([model, page, input, output, cacheRead]) => ({
  models: [model],
  price: { input, output, cacheRead, cacheWrite: null },
  url: `https://www.siliconflow.com/models/${page}`,
  readOn: '2026-09-29',
  via: 'juspay/neurolink, src/lib/providers/catalog/siliconflow.json',
}));
