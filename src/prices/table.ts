import type { PriceRow } from './row.ts';
import { anthropic } from './table/anthropic.ts';
import { dashscope } from './table/dashscope.ts';
import { dashscopeIntl } from './table/dashscope-intl.ts';
import { deepseek } from './table/deepseek.ts';
import { minimax } from './table/minimax.ts';
import { siliconflowIntl } from './table/siliconflow-intl.ts';
import { zhipu } from './table/zhipu.ts';

/** Our own small table, by the platform's type; newest first for a model that has several. One sorted line each. */
export const TABLE: Readonly<Record<string, readonly PriceRow[]>> = {
  anthropic,
  dashscope,
  'dashscope-intl': dashscopeIntl,
  deepseek,
  minimax,
  'siliconflow-intl': siliconflowIntl,
  zhipu,
};
