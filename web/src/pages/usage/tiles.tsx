import type { UsageSumsView } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatChange, formatCost } from '../../lib/figures.ts';
import { formatCount, formatShare } from '../../lib/format.ts';
import { Figure, Figures } from '../../ui/figure.tsx';
import type { Times, UsageSpan } from './ranges.ts';
import type { UsageFilter } from './search.ts';
import { spanText } from './span-text.ts';
import { changeOf, inputTokensOf } from './stack.ts';
import { useTotals } from './use-usage.ts';

interface TilesProps {
  readonly span: UsageSpan;
  readonly filter: UsageFilter;
  readonly total: UsageSumsView;
}

/** The sums of a span, and how they have changed since the one before. */
export function Tiles({ span, filter, total }: TilesProps) {
  const { t, count } = useLanguage();
  const earlier = useTotals(span.before, filter);
  const before = earlier.isPlaceholderData ? undefined : earlier.data?.total;
  const change = (of: (sums: UsageSumsView) => number) =>
    before && <Change now={of(total)} before={of(before)} times={span.before} />;
  const input = inputTokensOf(total);
  return (
    <Figures label={t('usage.totals')}>
      <Figure title={t('usage.measure.cost')} value={formatCost(total.usd)} aside={change(({ usd }) => usd)}>
        {total.unpriced > 0 && <span className="text-warn">{count('usage.unpriced', total.unpriced)}</span>}
      </Figure>
      <Figure title={t('usage.saved')} value={formatCost(total.savedUsd)} aside={change(({ savedUsd }) => savedUsd)}>
        {total.baselineUsd > 0 && t('usage.saved.share', { share: formatShare(total.savedUsd / total.baselineUsd) })}
      </Figure>
      <Figure title={t('usage.measure.calls')} value={formatCount(total.calls)} aside={change(({ calls }) => calls)}>
        {total.aborted > 0 && count('usage.aborted', total.aborted)}
      </Figure>
      <Figure title={t('usage.errors')} value={formatCount(total.errors)} aside={change(({ errors }) => errors)}>
        {total.calls > 0 && t('usage.errors.share', { share: formatShare(total.errors / total.calls) })}
      </Figure>
      <Figure title={t('usage.input')} value={formatCount(input)} aside={change(inputTokensOf)}>
        {input > 0 && t('usage.input.cached', { share: formatShare(total.cacheReadTokens / input) })}
      </Figure>
      <Figure
        title={t('usage.output')}
        value={formatCount(total.outputTokens)}
        aside={change(({ outputTokens }) => outputTokens)}
      >
        {total.reasoningTokens > 0 && t('usage.output.reasoning', { count: formatCount(total.reasoningTokens) })}
      </Figure>
    </Figures>
  );
}

interface ChangeProps {
  readonly now: number;
  readonly before: number;
  readonly times: Times;
}

/** Neither good nor bad: more calls cost more. */
function Change({ now, before, times }: ChangeProps) {
  const { language, t } = useLanguage();
  const change = changeOf(now, before);
  if (change === undefined) return null;
  const words = t('usage.change', { span: spanText(times, language) });
  return (
    <span title={words} className="text-sm text-quiet tabular-nums">
      {formatChange(change)}
      <span className="sr-only"> {words}</span>
    </span>
  );
}
