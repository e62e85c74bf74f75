import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeyView, SecretReply } from '../../../../src/admin/contract/keys.ts';
import { isStale, send } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { BudgetFields, LimitFields } from './amount-fields.tsx';
import { CaptureField, ExpiryField, OwnerField } from './key-fields.tsx';
import { type KeyValues, requestOf, valuesOf, wrongNumbers } from './key-values.ts';
import { RestrictionFields } from './restriction-fields.tsx';

interface KeyFormProps {
  /** Undefined: a new one. */
  readonly before: KeyView | undefined;
  readonly onClose: () => void;
  readonly onSecret: (fresh: SecretReply) => void;
}

/** Makes a key, or changes one. */
export function KeyForm({ before, onClose, onSecret }: KeyFormProps) {
  const { t } = useLanguage();
  const isAdmin = hasRole(useAccount().role, 'admin');
  const { values, change, save } = useKeyValues({ before, onClose, onSecret });
  const parts = { values, change };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values);
  };
  const isIncomplete = values.name.trim() === '' || wrongNumbers(values).length > 0;
  const footer = (
    <>
      {save.error !== null && (
        <p role="alert" className="mr-auto text-bad">
          {isStale(save.error) ? t('stale') : formatFailure(save.error, t)}
        </p>
      )}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" form="key" look="main" disabled={save.isPending || isIncomplete}>
        {t(before === undefined ? 'keys.add' : 'save')}
      </Button>
    </>
  );
  const title = before === undefined ? t('keys.add') : t('keys.edit', { name: before.name });
  return (
    <Dialog title={title} onClose={onClose} footer={footer} isWide>
      <form id="key" onSubmit={submit} className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('keys.name')}
            hint={t('keys.name.hint')}
            value={values.name}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
          {isAdmin && <OwnerField {...parts} />}
          <ExpiryField {...parts} before={before} />
          <CaptureField {...parts} />
        </div>
        <BudgetFields {...parts} />
        <LimitFields {...parts} />
        {isAdmin && <RestrictionFields {...parts} />}
      </form>
    </Dialog>
  );
}

/** The form's values, and how they are saved. A conflict brings the newer ones into the form. */
function useKeyValues({ before, onClose, onSecret }: KeyFormProps) {
  const [values, setValues] = useState(() => valuesOf(before));
  const [base, setBase] = useState(before);
  const save = useSaveKey(base, onClose, onSecret);
  if (isStale(save.error) && before !== undefined && base !== undefined && before.version > base.version) {
    setBase(before);
    setValues(valuesOf(before));
  }
  const change = (changes: Partial<KeyValues>) => setValues((last) => ({ ...last, ...changes }));
  return { values, change, save };
}

function useSaveKey(before: KeyView | undefined, onClose: () => void, onSecret: (fresh: SecretReply) => void) {
  const client = useQueryClient();
  const { role } = useAccount();
  return useMutation({
    mutationFn: async (values: KeyValues) => {
      const { owner, ...own } = requestOf(values, Date.now());
      // Somebody who is no administrator makes keys of their own.
      const request = hasRole(role, 'admin') ? { ...own, owner } : own;
      if (before === undefined) return send<SecretReply>('POST', '/api/keys', request);
      await send('PATCH', `/api/keys/${before.id}`, { ...request, version: before.version });
      return undefined;
    },
    onSuccess: (fresh) => {
      onClose();
      if (fresh !== undefined) onSecret(fresh);
    },
    onSettled: () => client.invalidateQueries(keysQuery),
  });
}
