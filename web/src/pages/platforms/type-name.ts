import type { Translate } from '../../i18n/translate.ts';

/** Types that are called otherwise in Chinese. */
const NAMED = [
  'dashscope',
  'dashscope-intl',
  'minimax',
  'minimax-intl',
  'moonshot',
  'moonshot-intl',
  'siliconflow',
  'siliconflow-intl',
  'volcengine',
  'zhipu',
  'anthropic-compatible',
  'openai-compatible',
] as const;

/** What a type is called in the language of the page. */
export function typeName({ type, name }: { readonly type: string; readonly name: string }, t: Translate): string {
  const named = NAMED.find((known) => known === type);
  return named === undefined ? name : t(`platforms.type.${named}`);
}
