import { useQueryClient } from '@tanstack/react-query';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { send } from '../../api/client.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import type { FreshPassword } from './password-once.tsx';

interface ResetPasswordProps {
  readonly user: UserView;
  readonly onClose: () => void;
  readonly onFreshPassword: (fresh: FreshPassword) => void;
}

/** Takes somebody's password away, and has the gateway make another one. */
export function ResetPassword({ user, onClose, onFreshPassword }: ResetPasswordProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const reset = async () => {
    const { password } = await send<{ password: string }>('POST', `/api/users/${user.id}/reset-password`, {});
    onFreshPassword({ name: user.name, password });
    await client.invalidateQueries(usersQuery);
  };
  return (
    <Confirm
      title={t('users.reset.title', { name: user.name })}
      action={t('users.reset')}
      onConfirm={reset}
      onClose={onClose}
    >
      <p>{t('users.reset.about')}</p>
    </Confirm>
  );
}
