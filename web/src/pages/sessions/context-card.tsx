import { type ReactNode, useState } from 'react';
import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { Language } from '../../i18n/translate.ts';
import { formatCount } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { ChartData } from '../../ui/chart-types.ts';
import { type ChartView, ChartViewChoice } from '../../ui/chart-view.tsx';
import { type ContextGrowth, growthOf } from './context.ts';

/** More would be too narrow. */
const MOST_BARS = 120;

interface ContextCardProps {
  readonly calls: CallSessionReply['calls'];
  /** Below the chart. */
  readonly children: ReactNode;
}

/** How much the model had to read, call by call. */
export function ContextCard({ calls, children }: ContextCardProps) {
  const { language, t, count } = useLanguage();
  const [view, setView] = useState<ChartView>('chart');
  const growth = growthOf(calls);
  const titles = { cached: t('sessions.context.cached'), fresh: t('sessions.context.fresh') };
  const most = growth.calls.reduce((sum, { contextTokens }) => Math.max(sum, contextTokens), 0);
  const label = [
    t('sessions.context.label', { most: formatCount(most) }),
    count('sessions.context.calls', growth.calls.length),
    count('sessions.context.compactions', growth.compactions.length),
  ].join(' · ');
  return (
    <Card
      title={t('sessions.context')}
      about={t('sessions.context.about')}
      actions={<ChartViewChoice view={view} onChange={setView} />}
    >
      {growth.calls.length === 0 ? (
        <p className="text-quiet">{t('sessions.context.none')}</p>
      ) : (
        <>
          <p className="mb-2 text-sm">{label}</p>
          <Chart
            label={label}
            data={chartOf(growth, titles, t('sessions.context.compaction'), language)}
            placeTitle={t('sessions.call')}
            totalTitle={t('sessions.context.total')}
            format={formatCount}
            isTable={view === 'table'}
          />
        </>
      )}
      {children}
    </Card>
  );
}

function chartOf(
  { calls, cached, fresh, compactions }: ContextGrowth,
  titles: Readonly<Record<'cached' | 'fresh', string>>,
  compaction: string,
  language: Language,
): ChartData {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return {
    kind: calls.length > MOST_BARS ? 'area' : 'bars',
    places: calls.map(({ startedAt, model }, place) => ({
      short: time.format(startedAt),
      long: [`${place + 1}`, time.format(startedAt), ...(model === null ? [] : [model])].join(' · '),
    })),
    series: [
      { id: 'cached', title: titles.cached, colour: 3, amounts: cached },
      { id: 'fresh', title: titles.fresh, colour: 4, amounts: fresh },
    ],
    marks: { title: compaction, places: compactions },
  };
}
