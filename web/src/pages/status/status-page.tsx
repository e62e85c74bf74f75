import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { PlatformsCard } from './platforms-card.tsx';
import { ProblemsCard } from './problems-card.tsx';
import { statusSections } from './sections.ts';
import { statusText } from './status-text.ts';

/** How the gateway is doing; it is read anew every few seconds. */
export function StatusPage() {
  const { t, count, language } = useLanguage();
  const status = useQuery(statusQuery);
  const { data } = status;
  const actions = data !== undefined && (
    <CopyButton label={t('status.copy')} text={() => Promise.resolve(statusText(data, { t, count, language }))} />
  );
  return (
    <Page title={t('places.status')} about={t('status.about')} actions={actions}>
      <Loaded query={status} rows={8}>
        {(now) => (
          <>
            <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
              {statusSections(now, { t, count, language }).map(({ title, facts }) => (
                <Card key={title} title={title}>
                  <Facts facts={facts} />
                </Card>
              ))}
            </div>
            <PlatformsCard status={now} />
            {now.details !== null && <ProblemsCard problems={now.details.problems} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
