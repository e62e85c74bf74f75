import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Inbox } from 'lucide-react';
import { correctionsQuery } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { buttonClasses } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { More } from '../../../ui/more.tsx';
import { Empty, Loaded } from '../../../ui/states.tsx';
import { CorrectionTable } from './correction-table.tsx';
import { ImportButton } from './import-button.tsx';

/** What calls should have been taken for, as people have said. */
export function Corrections() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(correctionsQuery);
  const actions = (
    <>
      <ImportButton />
      <a href="/api/routing/corrections/export" download="corrections.jsonl" className={buttonClasses()}>
        <Download aria-hidden="true" className="size-4" />
        {t('routing.corrections.export')}
      </a>
    </>
  );
  return (
    <Card title={t('routing.corrections')} about={t('routing.corrections.about')} actions={actions}>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ corrections }) => corrections);
          if (all.length > 0) return <CorrectionTable corrections={all} />;
          return (
            <Empty icon={Inbox} title={t('routing.corrections.none')}>
              <p>{t('routing.corrections.none.about')}</p>
            </Empty>
          );
        }}
      </Loaded>
      <More query={query} text={t('routing.corrections.more')} />
    </Card>
  );
}
