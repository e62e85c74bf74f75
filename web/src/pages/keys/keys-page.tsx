import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { KeyView, SecretReply } from '../../../../src/admin/contract/keys.ts';
import { keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { KeyDialogs, type OpenedKey } from './key-dialogs.tsx';
import { KeyTable } from './key-table.tsx';
import { SecretOnce } from './secret-once.tsx';

/** Keys that clients come with: what they may do, and what of it is used up. */
export function KeysPage() {
  const { t } = useLanguage();
  const keys = useQuery(keysQuery);
  const [opened, setOpened] = useState<OpenedKey>();
  const [fresh, setFresh] = useState<SecretReply>();
  // As it is now: somebody else may have changed it since the dialog was opened.
  const now = opened?.what === 'add' ? undefined : keys.data?.keys.find(({ id }) => id === opened?.key.id);
  const add = (
    <Button look="main" icon={Plus} onClick={() => setOpened({ what: 'add' })}>
      {t('keys.add')}
    </Button>
  );
  return (
    <Page title={t('places.keys')} about={t('keys.about')} actions={add}>
      <Card>
        <Loaded query={keys}>{({ keys: all }) => <Keys keys={all} onOpen={setOpened} />}</Loaded>
      </Card>
      {opened !== undefined && (
        <KeyDialogs
          opened={opened.what === 'add' ? opened : { ...opened, key: now ?? opened.key }}
          onClose={() => setOpened(undefined)}
          onSecret={setFresh}
        />
      )}
      {fresh !== undefined && <SecretOnce fresh={fresh} onClose={() => setFresh(undefined)} />}
    </Page>
  );
}

interface KeysProps {
  readonly keys: readonly KeyView[];
  readonly onOpen: (opened: OpenedKey) => void;
}

function Keys({ keys, onOpen }: KeysProps) {
  const { t } = useLanguage();
  if (keys.length > 0) return <KeyTable keys={keys} onOpen={onOpen} />;
  return (
    <Empty icon={KeyRound} title={t('keys.none')}>
      {t('keys.none.about')}
    </Empty>
  );
}
