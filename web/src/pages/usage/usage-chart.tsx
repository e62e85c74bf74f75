import { Download } from 'lucide-react';
import type { UsageReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { downloadText } from '../../lib/download.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { ChartViewChoice } from '../../ui/chart-view.tsx';
import { Loaded } from '../../ui/states.tsx';
import { chartOf, formatMeasure } from './chart-data.ts';
import { fileName, seriesCsv } from './csv-files.ts';
import { startsOf, type UsageSpan } from './ranges.ts';
import { stackOf } from './stack.ts';
import { useNames } from './use-names.ts';
import { useSeries } from './use-usage.ts';
import { useUsageSearch } from './use-usage-search.ts';

interface UsageChartProps {
  readonly span: UsageSpan;
}

/** How the sums are spread over the time. */
export function UsageChart({ span }: UsageChartProps) {
  const { t } = useLanguage();
  const { search, measure, filter, change } = useUsageSearch();
  const query = useSeries(span, filter, search.by);
  const { stackOfRows, titleOf } = useStack(span);
  const download = () => {
    const text = seriesCsv(
      stackOfRows(query.data?.rows ?? []),
      { ...barsOf(span), dimension: search.by, measure },
      titleOf,
    );
    downloadText(fileName(span, `${measure}-${search.by}`), text, 'text/csv');
  };
  return (
    <Card
      title={t(`usage.chart.${measure}`)}
      about={t(hintOf(span))}
      actions={
        <>
          <ChartViewChoice
            view={search.view ?? 'chart'}
            onChange={(view) => change({ view: view === 'table' ? view : undefined })}
          />
          <Button icon={Download} disabled={query.data === undefined} onClick={download}>
            {t('usage.csv')}
          </Button>
        </>
      }
    >
      <Loaded query={query} rows={11}>
        {({ rows }) => <Stack span={span} rows={rows} />}
      </Loaded>
    </Card>
  );
}

function Stack({ span, rows }: UsageChartProps & { readonly rows: UsageReply['rows'] }) {
  const { language, t } = useLanguage();
  const { search, measure } = useUsageSearch();
  const { stackOfRows, titleOf } = useStack(span);
  const series = stackOfRows(rows);
  const format = (amount: number) => formatMeasure(amount, measure);
  const total = format(series.reduce((sum, one) => sum + one.total, 0));
  const parts = series.map((one) => `${titleOf(one.value)} ${format(one.total)}`).join(', ');
  if (series.length === 0) return <p className="py-8 text-center text-quiet">{t(`usage.nothing.${measure}`)}</p>;
  return (
    <Chart
      label={t('usage.chart.label', { measure: t(`usage.chart.${measure}`), total, parts })}
      data={chartOf(series, barsOf(span), titleOf, language)}
      placeTitle={t('usage.time')}
      totalTitle={t('usage.total')}
      format={format}
      isTable={search.view === 'table'}
    />
  );
}

/** How rows become series, and what these are called. */
function useStack(span: UsageSpan) {
  const { t } = useLanguage();
  const { search, measure } = useUsageSearch();
  const nameOf = useNames();
  return {
    stackOfRows: (rows: UsageReply['rows']) => stackOf({ ...barsOf(span), rows, dimension: search.by, measure }),
    titleOf: (value: string | null) => (value === null ? t('usage.others') : nameOf(search.by, value)),
  };
}

function barsOf(span: UsageSpan) {
  return { grain: span.grain, starts: startsOf(span) };
}

/** Which days they are has to be said where they are not the browser's. */
function hintOf({ grain, from }: UsageSpan) {
  if (grain === 'hour') return 'usage.hint.hour';
  return grain === 'utcDay' && new Date(from).getTimezoneOffset() !== 0 ? 'usage.hint.utc' : 'usage.hint.day';
}
