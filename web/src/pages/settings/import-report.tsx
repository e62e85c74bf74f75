import type { ImportLine, ImportReply } from '../../../../src/admin/contract/import.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Table } from '../../ui/table.tsx';

const STATES = ['imported', 'present', 'skipped'] as const;
const TONES: Readonly<Record<ImportLine['state'], Tone>> = { imported: 'good', present: 'neutral', skipped: 'warn' };

/** What is or would be imported: sums, then line by line. */
export function ImportReport({ report }: { readonly report: ImportReply }) {
  const { t } = useLanguage();
  const { dryRun, lines, notes, counts } = report;
  const sums = Object.entries(counts).map(([part, count]) => ({ part: part as ImportLine['part'], ...count }));
  return (
    <div className="grid gap-4">
      <p>{t(dryRun ? 'settings.import.would' : 'settings.import.did')}</p>
      <Table
        label={t('settings.import.sums')}
        columns={[
          { id: 'part', title: t('settings.import.part'), cell: ({ part }) => t(`settings.import.part.${part}`) },
          ...STATES.map((state) => ({
            id: state,
            title: t(`settings.import.state.${state}`),
            isNumber: true,
            cell: (row: (typeof sums)[number]) => formatCount(row[state]),
          })),
        ]}
        rows={sums}
        rowKey={({ part }) => part}
      />
      {notes.length > 0 && (
        <ul className="list-disc rounded-lg bg-sunken py-3 pr-3 pl-8 text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Lines lines={lines} />
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly ImportLine[] }) {
  const { t, count } = useLanguage();
  return (
    <details>
      <summary className="cursor-pointer py-1 font-medium">{count('settings.import.lines', lines.length)}</summary>
      <ul className="divide-y divide-line border-y border-line">
        {lines.map((line) => (
          <li key={`${line.part} ${line.state} ${line.name}`} className="grid gap-0.5 py-2">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <Badge tone={TONES[line.state]}>{t(`settings.import.state.${line.state}`)}</Badge>
              <span className="text-sm text-quiet">{t(`settings.import.part.${line.part}`)}</span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{line.name}</span>
              {line.count !== 1 && <span className="text-sm text-quiet">× {formatCount(line.count)}</span>}
            </div>
            {line.why !== null && <p className="text-sm text-quiet">{line.why}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
