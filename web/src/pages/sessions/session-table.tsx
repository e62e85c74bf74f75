import { Link } from '@tanstack/react-router';
import type { CallSessionsReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount } from '../../lib/format.ts';
import { useAccount } from '../../shell/account.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { Ago } from '../../ui/time.tsx';
import { useNames } from '../usage/use-names.ts';
import { shortSession } from './session-name.ts';
import { SumCost, SumTokens } from './sums.tsx';

type Session = CallSessionsReply['sessions'][number];

/** A line for each session. */
export function SessionTable({ sessions }: { readonly sessions: readonly Session[] }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const nameOf = useNames();
  const columns: readonly Column<Session>[] = [
    {
      id: 'session',
      title: t('sessions.session'),
      cell: (one) => <Name session={one} keyName={nameOf('key', one.key)} />,
    },
    { id: 'key', title: t('sessions.key'), isMinor: true, cell: ({ key }) => nameOf('key', key) },
    {
      id: 'user',
      title: t('sessions.user'),
      isMinor: true,
      cell: ({ user }) => (user === null ? '–' : nameOf('user', user)),
    },
    { id: 'started', title: t('sessions.started'), isMinor: true, cell: ({ firstAt }) => <Ago at={firstAt} /> },
    { id: 'active', title: t('sessions.active'), cell: ({ lastAt }) => <Ago at={lastAt} /> },
    { id: 'calls', title: t('sessions.calls'), isNumber: true, isMinor: true, cell: ({ calls }) => formatCount(calls) },
    {
      id: 'tokens',
      title: t('sessions.tokens'),
      isNumber: true,
      isMinor: true,
      cell: (one) => <SumTokens sums={one} />,
    },
    { id: 'cost', title: t('sessions.cost'), isNumber: true, cell: (one) => <SumCost sums={one} /> },
  ];
  return (
    <Table
      label={t('places.sessions')}
      columns={role === 'admin' ? columns : columns.filter(({ id }) => id !== 'user')}
      rows={sessions}
      rowKey={({ session, key }) => `${key} ${session}`}
    />
  );
}

function Name({ session: { session, key }, keyName }: { readonly session: Session; readonly keyName: string }) {
  return (
    <span className="grid">
      <Link
        to="/sessions/$session"
        params={{ session }}
        search={{ key }}
        title={session}
        className="font-mono text-sm whitespace-nowrap text-accent hover:underline"
      >
        {shortSession(session)}
      </Link>
      <span className="text-sm text-quiet md:hidden">{keyName}</span>
    </span>
  );
}
