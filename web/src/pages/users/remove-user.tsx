import { useQueryClient } from '@tanstack/react-query';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { send } from '../../api/client.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useNotices } from '../../ui/notices.tsx';

/** Takes somebody's access away, for good. */
export function RemoveUser({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const { t, count } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const remove = async () => {
    const { disabledKeys } = await send<{ disabledKeys: number }>('DELETE', `/api/users/${user.id}`);
    await client.invalidateQueries(usersQuery);
    notices.done(count('users.removed', disabledKeys, { name: user.name }));
  };
  return (
    <Confirm
      title={t('users.remove', { name: user.name })}
      action={t('delete')}
      word={user.name}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{t('users.remove.about')}</p>
    </Confirm>
  );
}
