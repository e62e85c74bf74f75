import { useQuery } from '@tanstack/react-query';
import { FlaskConical, Plus, RefreshCw, Server } from 'lucide-react';
import { useState } from 'react';
import type { PlatformsReply } from '../../../../src/admin/contract/platforms.ts';
import { platformsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { AddDialog } from './add-platform.tsx';
import { PlatformList } from './platform-list.tsx';
import { useAsked } from './use-asked.ts';

/** The platforms that answer, and how they do. */
export function PlatformsPage() {
  const { t } = useLanguage();
  const notices = useNotices();
  const query = useQuery(platformsQuery);
  const asked = useAsked();
  const [isAdding, setAdding] = useState(false);
  const ready = (query.data?.platforms ?? []).filter(({ state }) => state === 'ready').map(({ id }) => id);
  const isIdle = ready.length > 0 && !asked.isBusy;
  const actions = (
    <>
      <Button icon={FlaskConical} disabled={!isIdle} onClick={() => asked.testAll(ready)}>
        {t('platforms.testAll')}
      </Button>
      <Button icon={RefreshCw} disabled={!isIdle} onClick={() => asked.refresh(ready)}>
        {t('platforms.refreshAll')}
      </Button>
      <Button icon={Plus} look="main" disabled={query.data === undefined} onClick={() => setAdding(true)}>
        {t('platforms.add.title')}
      </Button>
    </>
  );
  const added = (id: string) => {
    setAdding(false);
    notices.done(t('platforms.add.done', { id }));
  };
  return (
    <Page title={t('places.platforms')} about={t('platforms.about')} actions={actions}>
      <Loaded query={query} rows={8}>
        {(known) => <Platforms known={known} asked={asked} onAdd={() => setAdding(true)} />}
      </Loaded>
      {isAdding && query.data !== undefined && (
        <AddDialog known={query.data} onAdded={added} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
}

interface PlatformsProps {
  readonly known: PlatformsReply;
  readonly asked: ReturnType<typeof useAsked>;
  readonly onAdd: () => void;
}

function Platforms({ known, asked, onAdd }: PlatformsProps) {
  const { t } = useLanguage();
  if (known.platforms.length > 0) return <PlatformList known={known} asked={asked} />;
  return (
    <Empty icon={Server} title={t('platforms.none')}>
      <p>{t('platforms.none.next')}</p>
      <Button look="main" icon={Plus} onClick={onAdd}>
        {t('platforms.add.title')}
      </Button>
    </Empty>
  );
}
