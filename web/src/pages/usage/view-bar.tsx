import { useLanguage } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { MEASURES } from './search.ts';
import { useUsageSearch } from './use-usage-search.ts';

/** What the chart and the table below it are about. */
export function ViewBar() {
  const { t } = useLanguage();
  const { search, measure, dimensions, change } = useUsageSearch();
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2">
      <Choice
        label={t('usage.by')}
        value={search.by}
        options={dimensions.map((value) => ({ value, text: t(`usage.by.${value}`) }))}
        onChange={(by) => change({ by })}
      />
      <Choice
        label={t('usage.measure')}
        value={measure}
        options={MEASURES.map((value) => ({ value, text: t(`usage.measure.${value}`) }))}
        onChange={(next) => change({ measure: next })}
      />
    </div>
  );
}
