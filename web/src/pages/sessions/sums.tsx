import { useLanguage } from '../../i18n/language.tsx';
import { formatCost } from '../../lib/figures.ts';
import { TokensOf, Unknown } from '../../ui/call-parts.tsx';
import type { TokenSums } from '../usage/stack.ts';

/** Tokens of several calls, as those of one are shown. */
export function SumTokens({ sums }: { readonly sums: TokenSums }) {
  return <TokensOf call={{ ...sums, usageSource: 'reported' }} />;
}

/** What several calls cost; a dash where none of them has a price. */
export function SumCost({ sums }: { readonly sums: { usd: number; calls: number; unpriced: number } }) {
  const { t } = useLanguage();
  if (sums.usd === 0 && sums.unpriced > 0) return <Unknown title={t('unpriced')} />;
  return <span className="whitespace-nowrap">{formatCost(sums.usd)}</span>;
}
