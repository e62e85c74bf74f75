import { useState } from 'react';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { Badge } from '../../ui/badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Ago } from '../../ui/time.tsx';
import { EditUser } from './edit-user.tsx';
import type { FreshPassword } from './password-once.tsx';
import { RemoveUser } from './remove-user.tsx';
import { ResetPassword } from './reset-password.tsx';
import { UserMenu } from './user-menu.tsx';

interface UserTableProps {
  readonly users: readonly UserView[];
  readonly onFreshPassword: (fresh: FreshPassword) => void;
}

type Opened = { readonly what: 'edit' | 'remove' | 'reset'; readonly user: UserView };

/** All users, and what can be done with each. */
export function UserTable({ users, onFreshPassword }: UserTableProps) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState<Opened>();
  const columns: readonly Column<UserView>[] = [
    { id: 'name', title: t('users.name'), cell: (user) => <Name user={user} /> },
    { id: 'role', title: t('users.role'), cell: ({ role }) => t(`role.${role}`) },
    { id: 'state', title: t('users.state'), cell: (user) => <State user={user} /> },
    { id: 'created', title: t('users.created'), cell: ({ createdAt }) => <Ago at={createdAt} />, isMinor: true },
    {
      id: 'menu',
      title: <span className="sr-only">{t('users.actions')}</span>,
      isMenu: true,
      cell: (user) => (
        <UserMenu
          user={user}
          onEdit={() => setOpened({ what: 'edit', user })}
          onRemove={() => setOpened({ what: 'remove', user })}
          onReset={() => setOpened({ what: 'reset', user })}
        />
      ),
    },
  ];
  const close = () => setOpened(undefined);
  // As it is now: somebody else may have changed it since the dialog was opened.
  const user = users.find(({ id }) => id === opened?.user.id) ?? opened?.user;
  return (
    <>
      <Table isStacked label={t('places.users')} columns={columns} rows={users} rowKey={({ id }) => id} />
      {user && opened?.what === 'edit' && <EditUser user={user} onClose={close} />}
      {user && opened?.what === 'remove' && <RemoveUser user={user} onClose={close} />}
      {user && opened?.what === 'reset' && (
        <ResetPassword user={user} onClose={close} onFreshPassword={onFreshPassword} />
      )}
    </>
  );
}

function Name({ user }: { readonly user: UserView }) {
  const { t } = useLanguage();
  const { id } = useAccount();
  return (
    <span className="font-medium">
      {user.name} {user.id === id && <span className="font-normal text-quiet">{t('users.you')}</span>}
    </span>
  );
}

function State({ user }: { readonly user: UserView }) {
  const { t } = useLanguage();
  if (!user.enabled) return <Badge>{t('users.state.disabled')}</Badge>;
  if (user.mustChangePassword) return <Badge tone="warn">{t('users.state.initial')}</Badge>;
  return <Badge tone="good">{t('users.state.active')}</Badge>;
}
