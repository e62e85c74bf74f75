import { ChartColumn } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { useNow } from '../../ui/time.tsx';
import { Breakdown } from './breakdown.tsx';
import { FilterChips } from './filter-chips.tsx';
import { RangeBar } from './range-bar.tsx';
import { spanOf } from './ranges.ts';
import { Saved } from './saved.tsx';
import { DIMENSIONS } from './search.ts';
import { Tiles } from './tiles.tsx';
import { UsageChart } from './usage-chart.tsx';
import { useTotals } from './use-usage.ts';
import { useUsageSearch } from './use-usage-search.ts';
import { ViewBar } from './view-bar.tsx';

const PARTS = 'grid grid-cols-[minmax(0,1fr)] gap-5';

/** What the calls used, and what they cost. */
export function UsagePage() {
  const { t } = useLanguage();
  const { search, filter } = useUsageSearch();
  const span = spanOf(search, useNow());
  const totals = useTotals(span, filter);
  return (
    <Page title={t('places.usage')} about={t('usage.about')}>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
        <RangeBar span={span} />
        <FilterChips />
      </div>
      <Loaded query={totals} rows={8}>
        {({ total }) => (
          <div className={totals.isPlaceholderData ? `${PARTS} opacity-60` : PARTS}>
            <Tiles span={span} filter={filter} total={total} />
            {total.calls === 0 ? (
              <Nothing />
            ) : (
              <>
                <ViewBar />
                <UsageChart span={span} />
                <Breakdown span={span} />
                <Saved total={total} />
              </>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Nothing() {
  const { t } = useLanguage();
  const { search, filter, go } = useUsageSearch();
  const isFiltered = Object.keys(filter).length > 0;
  const all = Object.fromEntries(DIMENSIONS.map((name) => [name, undefined]));
  return (
    <Card>
      <Empty icon={ChartColumn} title={t('usage.empty')}>
        <p>{t(isFiltered ? 'usage.empty.filtered' : 'usage.empty.range')}</p>
        {isFiltered && <Button onClick={() => go(all)}>{t('usage.filter.clear')}</Button>}
        {!isFiltered && search.range !== '90d' && (
          <Button onClick={() => go({ range: '90d' })}>{t('usage.empty.longer')}</Button>
        )}
      </Empty>
    </Card>
  );
}
