import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import type { ListedCorrection } from '../../../../../src/admin/contract/corrections.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import type { Translate } from '../../../i18n/translate.ts';
import { formatShare } from '../../../lib/format.ts';
import { IconButton } from '../../../ui/button.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { Ago } from '../../../ui/time.tsx';
import { intentName } from '../try-it/intent-shares.ts';
import { useRemoveCorrection } from './use-remove-correction.ts';

/** What was said, what was made of it, and what it should have been. */
export function CorrectionTable({ corrections }: { readonly corrections: readonly ListedCorrection[] }) {
  const { t } = useLanguage();
  const remove = useRemoveCorrection();
  const columns: readonly Column<ListedCorrection>[] = [
    { id: 'words', title: t('routing.corrections.words'), cell: (one) => <Words correction={one} /> },
    {
      id: 'decided',
      title: t('routing.corrections.decided'),
      cell: ({ decided }) => (
        <span className="text-quiet">
          {labelOf(decided, t)}
          {decided.confidence !== null && ` · ${formatShare(decided.confidence)}`}
        </span>
      ),
    },
    {
      id: 'corrected',
      title: t('routing.corrections.corrected'),
      cell: (one) => <span className="font-medium">{labelOf(one, t)}</span>,
    },
    {
      id: 'who',
      title: t('routing.corrections.who'),
      isMinor: true,
      cell: ({ whoName, at }) => (
        <span className="text-sm whitespace-nowrap">
          {whoName} · <Ago at={at} />
        </span>
      ),
    },
    {
      id: 'delete',
      title: <span className="sr-only">{t('delete')}</span>,
      isNumber: true,
      cell: (one) => (
        <IconButton
          icon={Trash2}
          label={t('routing.corrections.delete', { call: one.call })}
          onClick={() => remove(one)}
        />
      ),
    },
  ];
  return <Table label={t('routing.corrections')} columns={columns} rows={corrections} rowKey={({ call }) => call} />;
}

function labelOf(
  { intent, scene }: { readonly intent: string | null; readonly scene: string | null },
  t: Translate,
): string {
  const parts = [...(intent === null ? [] : [intentName(intent, t)]), ...(scene === null ? [] : [scene])];
  return parts.length === 0 ? '–' : parts.join(' · ');
}

function Words({ correction: { call, words } }: { readonly correction: ListedCorrection }) {
  const { t } = useLanguage();
  const text = words ?? t('routing.corrections.noWords');
  const look = 'block max-w-md min-w-40 truncate';
  // A line of a file that somebody has written stands for no call.
  if (call.startsWith('import_')) return <span className={look}>{text}</span>;
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: call }}
      title={text}
      className={`${look} hover:text-accent hover:underline`}
    >
      {text}
    </Link>
  );
}
