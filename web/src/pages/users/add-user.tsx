import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { send } from '../../api/client.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import type { Role } from '../../shell/account.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import type { FreshPassword } from './password-once.tsx';
import { RoleField } from './role-field.tsx';

interface AddUserProps {
  readonly onClose: () => void;
  readonly onFreshPassword: (fresh: FreshPassword) => void;
}

/** Asks for a name and a role; the gateway makes the password. */
export function AddUser({ onClose, onFreshPassword }: AddUserProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('member');
  const add = useMutation({
    mutationFn: () => send<{ user: UserView; password: string }>('POST', '/api/users', { name: name.trim(), role }),
    onSuccess: ({ user, password }) => {
      onClose();
      onFreshPassword({ name: user.name, password });
    },
    onSettled: () => client.invalidateQueries(usersQuery),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form="add-user" look="main" disabled={add.isPending || name.trim() === ''}>
        {t('users.add')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('users.add')} onClose={onClose} footer={footer}>
      <form id="add-user" onSubmit={submit} className="grid gap-4">
        <TextField
          label={t('users.name')}
          hint={t('users.name.hint')}
          problem={add.error === null ? undefined : formatFailure(add.error, t)}
          value={name}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <RoleField value={role} onChange={setRole} />
      </form>
    </Dialog>
  );
}
