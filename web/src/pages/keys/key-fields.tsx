import { useQuery } from '@tanstack/react-query';
import type { KeyView } from '../../../../src/admin/contract/keys.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDay } from '../../lib/format.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type Capture, EXPIRIES, type KeyValues } from './key-values.ts';

export interface KeyFieldProps {
  readonly values: KeyValues;
  readonly change: (changes: Partial<KeyValues>) => void;
}

const CAPTURES: readonly Capture[] = ['default', 'off', 'metadata', 'full'];

/** Whose key it is. */
export function OwnerField({ values, change }: KeyFieldProps) {
  const { t } = useLanguage();
  const { data } = useQuery(usersQuery);
  return (
    <SelectField
      label={t('keys.owner')}
      value={values.owner}
      onChange={(event) => change({ owner: event.target.value })}
    >
      <option value="">{t('keys.owner.none')}</option>
      {data?.users.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** How long it is good. */
export function ExpiryField({ values, change, before }: KeyFieldProps & { readonly before: KeyView | undefined }) {
  const { t, language } = useLanguage();
  const now = before?.expiresAt;
  const same = now == null ? t('keys.expires.never') : formatDay(now, language);
  return (
    <div className="grid content-start gap-2">
      <SelectField
        label={t('keys.expires')}
        value={values.expiry}
        onChange={(event) => change({ expiry: EXPIRIES.find((name) => name === event.target.value) ?? 'never' })}
      >
        {EXPIRIES.filter((name) => name !== 'same' || before !== undefined).map((name) => (
          <option key={name} value={name}>
            {name === 'same' ? t('keys.expires.same', { day: same }) : t(`keys.expires.${name}`)}
          </option>
        ))}
      </SelectField>
      {values.expiry === 'day' && (
        <TextField
          label={t('keys.expires.on')}
          type="date"
          required
          value={values.expiryDay}
          onChange={(event) => change({ expiryDay: event.target.value })}
        />
      )}
    </div>
  );
}

/** What is kept of its calls. */
export function CaptureField({ values, change }: KeyFieldProps) {
  const { t } = useLanguage();
  return (
    <SelectField
      label={t('keys.capture')}
      hint={t('keys.capture.hint')}
      value={values.capture}
      onChange={(event) => change({ capture: CAPTURES.find((name) => name === event.target.value) ?? 'default' })}
    >
      {CAPTURES.map((name) => (
        <option key={name} value={name}>
          {t(`keys.capture.${name}`)}
        </option>
      ))}
    </SelectField>
  );
}
