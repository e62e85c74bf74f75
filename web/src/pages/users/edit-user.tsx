import { type FormEvent, useState } from 'react';
import type { UserView } from '../../../../src/admin/contract/accounts.ts';
import { isStale } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { useAccount } from '../../shell/account.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { RoleField } from './role-field.tsx';
import { useChangeUser } from './use-change-user.ts';

/** Another name, another role. */
export function EditUser({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { id } = useAccount();
  const change = useChangeUser();
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [base, setBase] = useState(user);
  // What is in the form was made from what is no more.
  if (isStale(change.error) && user.version > base.version) {
    setBase(user);
    setName(user.name);
    setRole(user.role);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ user: base, changes: { name: name.trim(), role } }, { onSuccess: onClose });
  };
  const problem =
    change.error === null ? undefined : isStale(change.error) ? t('stale') : formatFailure(change.error, t);
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form="edit-user" look="main" disabled={change.isPending || name.trim() === ''}>
        {t('save')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('users.edit', { name: user.name })} onClose={onClose} footer={footer}>
      <form id="edit-user" onSubmit={submit} className="grid gap-4">
        <TextField
          label={t('users.name')}
          problem={problem}
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        {user.id !== id && <RoleField value={role} onChange={setRole} />}
      </form>
    </Dialog>
  );
}
