import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import type { AuditView } from '../../../../src/admin/contract/accounts.ts';
import { addressOf, get } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { AuditFilter, type AuditFilterValues } from './audit-filter.tsx';
import { AuditList } from './audit-list.tsx';

interface AuditReply {
  readonly entries: readonly AuditView[];
  readonly next: string | null;
}

function auditQuery({ who, area }: AuditFilterValues) {
  return infiniteQueryOptions({
    queryKey: ['audit', who, area],
    queryFn: ({ signal, pageParam }) =>
      get<AuditReply>(addressOf('/api/audit', { who: who.trim(), action: area, before: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // While a name is typed, the list stays.
    placeholderData: keepPreviousData,
  });
}

/** Who changed what, and when. */
export function AuditPage() {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<AuditFilterValues>({ who: '', area: '' });
  const query = useInfiniteQuery(auditQuery(filter));
  return (
    <Page title={t('places.audit')} about={t('audit.about')}>
      <Card>
        <AuditFilter values={filter} onChange={setFilter} />
        <Loaded query={query} rows={8}>
          {({ pages }) => {
            const entries = pages.flatMap((page) => page.entries);
            return entries.length === 0 ? (
              <Empty icon={ScrollText} title={t('audit.none')} />
            ) : (
              <AuditList entries={entries} />
            );
          }}
        </Loaded>
        <More query={query} />
      </Card>
    </Page>
  );
}
