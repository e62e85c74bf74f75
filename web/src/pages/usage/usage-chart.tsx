import { ChartColumn, Download, Table2 } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { downloadText } from '../../lib/download.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Loaded } from '../../ui/states.tsx';
import { chartOf, formatMeasure } from './chart-data.ts';
import { fileName, seriesCsv } from './csv-files.ts';
import { startsOf, type UsageSpan } from './ranges.ts';
import { stackOf } from './stack.ts';
import { useNames } from './use-names.ts';
import { useSeries } from './use-usage.ts';
import { useUsageSearch } from './use-usage-search.ts';

/** How the sums are spread over the time. */
export function UsageChart({ span }: { readonly span: UsageSpan }) {
  const { language, t } = useLanguage();
  const { search, measure, filter, change } = useUsageSearch();
  const nameOf = useNames();
  const query = useSeries(span, filter, search.by);
  const stack = { dimension: search.by, measure, grain: span.grain, starts: startsOf(span) };
  const titleOf = (value: string | null) => (value === null ? t('usage.others') : nameOf(search.by, value));
  const view = search.view ?? 'chart';
  return (
    <Card
      title={t(`usage.chart.${measure}`)}
      about={t(hintOf(span))}
      actions={
        <>
          <Choice
            label={t('usage.view')}
            value={view}
            options={[
              {
                value: 'chart',
                text: <ChartColumn aria-hidden="true" className="size-4" />,
                label: t('usage.view.chart'),
              },
              { value: 'table', text: <Table2 aria-hidden="true" className="size-4" />, label: t('usage.view.table') },
            ]}
            onChange={(next) => change({ view: next === 'table' ? next : undefined })}
          />
          <Button
            icon={Download}
            disabled={query.data === undefined}
            onClick={() => {
              const series = stackOf({ ...stack, rows: query.data?.rows ?? [] });
              downloadText(fileName(span, `${measure}-${search.by}`), seriesCsv(series, stack, titleOf), 'text/csv');
            }}
          >
            {t('usage.csv')}
          </Button>
        </>
      }
    >
      <Loaded query={query} rows={11}>
        {({ rows }) => {
          const series = stackOf({ ...stack, rows });
          const format = (amount: number) => formatMeasure(amount, measure);
          const total = format(series.reduce((sum, one) => sum + one.total, 0));
          const parts = series.map((one) => `${titleOf(one.value)} ${format(one.total)}`).join(', ');
          return (
            <Chart
              label={t('usage.chart.label', { measure: t(`usage.chart.${measure}`), total, parts })}
              data={chartOf(series, stack, titleOf, language)}
              placeTitle={t('usage.time')}
              totalTitle={t('usage.total')}
              format={format}
              isTable={view === 'table'}
            />
          );
        }}
      </Loaded>
    </Card>
  );
}

/** Which days they are has to be said where they are not the browser's. */
function hintOf({ grain, from }: UsageSpan) {
  if (grain === 'hour') return 'usage.hint.hour';
  return grain === 'utcDay' && new Date(from).getTimezoneOffset() !== 0 ? 'usage.hint.utc' : 'usage.hint.day';
}
