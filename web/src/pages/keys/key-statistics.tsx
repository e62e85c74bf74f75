import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyStatisticsReply, KeyView } from '../../../../src/admin/contract/keys.ts';
import { addressOf, get } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCost } from '../../lib/figures.ts';
import { formatCount } from '../../lib/format.ts';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const DAY_MS = 24 * 60 * 60 * 1_000;
const RANGES = ['7', '30', '90'] as const;
type Range = (typeof RANGES)[number];
type Sums = KeyStatisticsReply['summary'];
type Line = Sums & { readonly name: string };

function statisticsQuery(id: string, days: Range) {
  return queryOptions({
    queryKey: ['keys', id, 'statistics', days],
    queryFn: ({ signal }) => {
      const day = (at: number) => new Date(at).toISOString().slice(0, 10);
      const now = Date.now();
      const span = { start_date: day(now - (Number(days) - 1) * DAY_MS), end_date: day(now) };
      return get<KeyStatisticsReply>(addressOf(`/api/keys/${id}/statistics`, span), signal);
    },
  });
}

/** What a key was used for: in all, by model, platform and day. */
export function KeyStatistics({ of: key, onClose }: { readonly of: KeyView; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [range, setRange] = useState<Range>('30');
  const query = useQuery(statisticsQuery(key.id, range));
  const ranges = RANGES.map((days) => ({ value: days, text: t('keys.statistics.days', { days }) }));
  return (
    <Dialog title={t('keys.statistics.title', { name: key.name })} onClose={onClose} isWide>
      <Choice label={t('keys.statistics.range')} value={range} options={ranges} onChange={setRange} />
      <Loaded query={query} rows={8}>
        {(reply) => <Statistics reply={reply} />}
      </Loaded>
    </Dialog>
  );
}

function Statistics({ reply }: { readonly reply: KeyStatisticsReply }) {
  const { t } = useLanguage();
  const { summary, byModel, byPlatform, byDay } = reply;
  const days = [...byDay].reverse().filter(({ calls }) => calls > 0);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Tile title={t('keys.statistics.calls')} text={formatCount(summary.calls)} />
        <Tile title={t('keys.statistics.input')} text={formatCount(summary.inputTokens)} />
        <Tile title={t('keys.statistics.output')} text={formatCount(summary.outputTokens)} />
        <Tile title={t('keys.statistics.cost')} text={formatCost(summary.usd)} />
      </dl>
      {summary.unpriced > 0 && (
        <p className="text-sm text-quiet">{t('keys.statistics.unpriced', { count: formatCount(summary.unpriced) })}</p>
      )}
      <Lines title={t('keys.statistics.model')} lines={byModel.map((line) => ({ ...line, name: line.model }))} />
      <Lines
        title={t('keys.statistics.platform')}
        lines={byPlatform.map((line) => ({ ...line, name: line.platform }))}
      />
      <Lines title={t('keys.statistics.day')} lines={days.map((line) => ({ ...line, name: line.day }))} />
    </>
  );
}

function Tile({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="rounded-lg border border-line bg-sunken px-3 py-2">
      <dt className="text-sm text-quiet">{title}</dt>
      <dd className="text-lg font-semibold tabular-nums">{text}</dd>
    </div>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  const { t } = useLanguage();
  if (lines.length === 0) return null;
  const columns: readonly Column<Line>[] = [
    { id: 'name', title, cell: ({ name }) => <span className="[overflow-wrap:anywhere]">{name}</span> },
    { id: 'calls', title: t('keys.statistics.calls'), cell: ({ calls }) => formatCount(calls), isNumber: true },
    {
      id: 'input',
      title: t('keys.statistics.input'),
      cell: ({ inputTokens }) => formatCount(inputTokens),
      isNumber: true,
    },
    {
      id: 'output',
      title: t('keys.statistics.output'),
      cell: ({ outputTokens }) => formatCount(outputTokens),
      isNumber: true,
    },
    { id: 'cost', title: t('keys.statistics.cost'), cell: ({ usd }) => formatCost(usd), isNumber: true },
  ];
  return <Table label={title} columns={columns} rows={lines} rowKey={({ name }) => name} />;
}
