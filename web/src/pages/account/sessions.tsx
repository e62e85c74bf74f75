import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SessionView } from '../../../../src/admin/contract/accounts.ts';
import { get, send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Loaded } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Ago } from '../../ui/time.tsx';

const loginsQuery = queryOptions({
  queryKey: ['logins'],
  queryFn: ({ signal }) => get<{ readonly sessions: readonly SessionView[] }>('/api/sessions', signal),
});

/** Browsers that are signed in: one's own; for an administrator everybody's. */
export function Sessions() {
  const { t } = useLanguage();
  const { role } = useAccount();
  const logins = useQuery(loginsQuery);
  const columns: readonly Column<SessionView>[] = [
    ...(role === 'admin'
      ? [{ id: 'user', title: t('account.sessions.user'), cell: ({ user }: SessionView) => user.name }]
      : []),
    { id: 'browser', title: t('account.sessions.browser'), cell: (session) => <Browser session={session} /> },
    { id: 'address', title: t('account.sessions.address'), cell: ({ address }) => address },
    { id: 'since', title: t('account.sessions.since'), cell: ({ createdAt }) => <Ago at={createdAt} />, isMinor: true },
    { id: 'until', title: t('account.sessions.until'), cell: ({ expiresAt }) => <Ago at={expiresAt} />, isMinor: true },
    {
      id: 'end',
      title: <span className="sr-only">{t('account.sessions.end')}</span>,
      isMenu: true,
      cell: (session) => <End session={session} />,
    },
  ];
  return (
    <Card title={t('account.sessions')} about={t('account.sessions.about')}>
      <Loaded query={logins}>
        {({ sessions }) => (
          <Table isStacked label={t('account.sessions')} columns={columns} rows={sessions} rowKey={({ id }) => id} />
        )}
      </Loaded>
    </Card>
  );
}

function Browser({ session }: { readonly session: SessionView }) {
  const { t } = useLanguage();
  return (
    <span className="inline-flex flex-wrap items-center gap-2" title={session.userAgent}>
      {nameOf(session.userAgent)}
      {session.current && <Badge tone="good">{t('account.sessions.current')}</Badge>}
    </span>
  );
}

function End({ session }: { readonly session: SessionView }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  if (session.current) return null;
  const end = () =>
    send('DELETE', `/api/sessions/${session.id}`).then(() => client.invalidateQueries(loginsQuery), notices.failed);
  return (
    <Button isSmall onClick={end}>
      {t('account.sessions.end')}
    </Button>
  );
}

/** The browser's name and system out of what it says of itself; all of that where it is of no known form. */
function nameOf(userAgent: string): string {
  const [, browser] = /(Edg|OPR|Firefox|Chrome|Safari)\/\d/.exec(userAgent) ?? [];
  const [, system] = /\((?:X11; )?(Windows|Macintosh|Linux|iPhone|iPad|Android)/.exec(userAgent) ?? [];
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser ?? ''] ?? browser;
  return name === undefined ? userAgent.slice(0, 40) : [name, system].filter(Boolean).join(' · ');
}
