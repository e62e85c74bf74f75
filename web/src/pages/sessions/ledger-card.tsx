import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount, formatShare } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { usePurposeName } from '../../ui/call-parts.tsx';
import { Card } from '../../ui/card.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { type LedgerEntry, ledgerOf } from './ledger.ts';
import { shortSession } from './session-name.ts';
import { SumCost, SumTokens } from './sums.tsx';

/** What a session was spent for: turns of the user, steps of the agent, its subagents, and what the client does beside. */
export function LedgerCard({ parts }: { readonly parts: CallSessionReply['parts'] }) {
  const { t } = useLanguage();
  const columns: readonly Column<LedgerEntry>[] = [
    { id: 'purpose', title: t('sessions.purpose'), cell: (entry) => <Purpose entry={entry} /> },
    {
      id: 'models',
      title: t('sessions.models'),
      isMinor: true,
      cell: ({ models }) => <span className="text-sm [overflow-wrap:anywhere]">{models.join(', ') || '–'}</span>,
    },
    { id: 'calls', title: t('sessions.calls'), isNumber: true, isMinor: true, cell: ({ calls }) => formatCount(calls) },
    {
      id: 'tokens',
      title: t('sessions.tokens'),
      isNumber: true,
      isMinor: true,
      cell: (entry) => <SumTokens sums={entry} />,
    },
    { id: 'cost', title: t('sessions.cost'), isNumber: true, cell: (entry) => <SumCost sums={entry} /> },
    {
      id: 'share',
      title: t('usage.share'),
      isNumber: true,
      cell: ({ share }) => <span className="whitespace-nowrap">{formatShare(share)}</span>,
    },
  ];
  return (
    <Card title={t('sessions.ledger')} about={t('sessions.ledger.about')}>
      <Table
        label={t('sessions.ledger.label')}
        columns={columns}
        rows={ledgerOf(parts)}
        rowKey={({ purpose, agent }) => `${purpose} ${agent}`}
      />
    </Card>
  );
}

function Purpose({ entry: { purpose, agent, share } }: { readonly entry: LedgerEntry }) {
  const { t } = useLanguage();
  const purposeName = usePurposeName();
  return (
    <div className="grid min-w-32 gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{purposeName(purpose)}</span>
        {agent !== null && <Badge title={agent}>{t('sessions.subagent', { agent: shortSession(agent) })}</Badge>}
      </span>
      <span aria-hidden="true" className="h-1 rounded-full bg-sunken">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}
