import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Boxes, Coins } from 'lucide-react';
import { useState } from 'react';
import { modelsQuery, pricesQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ModelList } from './model-list.tsx';
import { RerateDialog } from './rerate-dialog.tsx';
import { filtered, type ModelRow, rowsOf } from './rows.ts';
import type { ModelsSearch } from './search.ts';

/** All models of all platforms: what they can do, what they cost, and which may answer. */
export function ModelsPage() {
  const { t } = useLanguage();
  const models = useQuery(modelsQuery);
  const prices = useQuery(pricesQuery).data;
  const search = useSearch({ from: '/models' });
  const [isRerating, setRerating] = useState(false);
  const actions = (
    <Button icon={Coins} onClick={() => setRerating(true)}>
      {t('models.rerate')}
    </Button>
  );
  return (
    <Page title={t('places.models')} about={t('models.about')} actions={actions}>
      <Loaded query={models} rows={12}>
        {(known) => <Models rows={rowsOf(known.models, prices)} search={search} />}
      </Loaded>
      {isRerating && <RerateDialog onClose={() => setRerating(false)} />}
    </Page>
  );
}

function Models({ rows, search }: { readonly rows: readonly ModelRow[]; readonly search: ModelsSearch }) {
  const { t } = useLanguage();
  const shown = filtered(rows, search);
  if (rows.length === 0) {
    return (
      <Empty icon={Boxes} title={t('models.none')}>
        <p>{t('models.none.next')}</p>
        <Link to="/platforms" className={buttonClasses('main')}>
          {t('places.platforms')}
        </Link>
      </Empty>
    );
  }
  const platforms = [...new Set(rows.map(({ model }) => model.platform))];
  return (
    <>
      <FilterBar search={search} platforms={platforms} />
      {/* Another filter begins with its first page, and with nothing chosen. */}
      {shown.length > 0 ? (
        <ModelList key={JSON.stringify(search)} rows={shown} />
      ) : (
        <Empty icon={Boxes} title={t('models.noneFit')}>
          <p>{t('models.noneFit.next')}</p>
        </Empty>
      )}
    </>
  );
}
