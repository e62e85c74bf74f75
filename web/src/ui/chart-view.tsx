import { ChartColumn, Table2 } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { Choice } from './choice.tsx';

export type ChartView = 'chart' | 'table';

interface ViewProps {
  readonly view: ChartView;
  readonly onChange: (view: ChartView) => void;
}

/** A chart as a picture, or as its figures. */
export function ChartViewChoice({ view, onChange }: ViewProps) {
  const { t } = useLanguage();
  const options = [
    { value: 'chart', text: <ChartColumn aria-hidden="true" className="size-4" />, label: t('usage.view.chart') },
    { value: 'table', text: <Table2 aria-hidden="true" className="size-4" />, label: t('usage.view.table') },
  ] as const;
  return <Choice label={t('usage.view')} value={view} options={options} onChange={onChange} />;
}
