import { useQueryClient } from '@tanstack/react-query';
import type { KeyView, SecretReply } from '../../../../src/admin/contract/keys.ts';
import { send } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyStatistics } from './key-statistics.tsx';
import { RotateKey } from './rotate-key.tsx';

/** The dialog that is open. */
export type OpenedKey =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'statistics' | 'rotate' | 'reset' | 'remove'; readonly key: KeyView };

interface KeyDialogsProps {
  readonly opened: OpenedKey;
  readonly onClose: () => void;
  readonly onSecret: (fresh: SecretReply) => void;
}

export function KeyDialogs({ opened, onClose, onSecret }: KeyDialogsProps) {
  switch (opened.what) {
    case 'add':
      return <KeyForm before={undefined} onClose={onClose} onSecret={onSecret} />;
    case 'edit':
      return <KeyForm before={opened.key} onClose={onClose} onSecret={onSecret} />;
    case 'statistics':
      return <KeyStatistics of={opened.key} onClose={onClose} />;
    case 'rotate':
      return <RotateKey of={opened.key} onClose={onClose} onSecret={onSecret} />;
    case 'reset':
      return <ResetKey of={opened.key} onClose={onClose} />;
    case 'remove':
      return <RemoveKey of={opened.key} onClose={onClose} />;
  }
}

interface OneKeyProps {
  readonly of: KeyView;
  readonly onClose: () => void;
}

function ResetKey({ of: key, onClose }: OneKeyProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const reset = async () => {
    await send('POST', `/api/keys/${key.id}/reset`, {});
    await client.invalidateQueries(keysQuery);
  };
  return (
    <Confirm
      title={t('keys.reset.title', { name: key.name })}
      action={t('keys.reset')}
      onConfirm={reset}
      onClose={onClose}
    >
      <p>{t('keys.reset.about')}</p>
    </Confirm>
  );
}

function RemoveKey({ of: key, onClose }: OneKeyProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const remove = async () => {
    await send('DELETE', `/api/keys/${key.id}`);
    await client.invalidateQueries(keysQuery);
  };
  return (
    <Confirm
      title={t('keys.remove.title', { name: key.name })}
      action={t('delete')}
      word={key.name}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{t('keys.remove.about')}</p>
    </Confirm>
  );
}
