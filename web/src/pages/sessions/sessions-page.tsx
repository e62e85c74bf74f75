import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { callSessionsQuery, keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { SessionTable } from './session-table.tsx';

/** Of all times: without a time the gateway gives those of the last 30 days. */
const FIRST_DAY = '1970-01-01';

/** The conversations of clients, the one that was active last first. */
export function SessionsPage() {
  const { t } = useLanguage();
  const { key } = useSearch({ from: '/sessions' });
  const query = useInfiniteQuery(callSessionsQuery({ from: FIRST_DAY, key }));
  return (
    <Page title={t('places.sessions')} about={t('sessions.about')}>
      <Card>
        <KeyFilter />
        <Loaded query={query} rows={8}>
          {({ pages }) => {
            const sessions = pages.flatMap((page) => page.sessions);
            return sessions.length === 0 ? (
              <Empty icon={MessagesSquare} title={t('sessions.empty')}>
                <p>{t('sessions.empty.hint')}</p>
              </Empty>
            ) : (
              <SessionTable sessions={sessions} />
            );
          }}
        </Loaded>
        <More query={query} />
      </Card>
    </Page>
  );
}

function KeyFilter() {
  const { t } = useLanguage();
  const { key = '' } = useSearch({ from: '/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const keys = useQuery(keysQuery).data?.keys ?? [];
  const isKnown = key === '' || keys.some(({ id }) => id === key);
  return (
    <SelectField
      className="mb-4 max-w-64"
      label={t('sessions.key')}
      value={key}
      onChange={({ target }) => navigate({ search: target.value === '' ? {} : { key: target.value } })}
    >
      <option value="">{t('sessions.key.all')}</option>
      {!isKnown && <option value={key}>{key}</option>}
      {keys.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
