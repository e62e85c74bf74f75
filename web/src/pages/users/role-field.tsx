import { useLanguage } from '../../i18n/language.tsx';
import type { Role } from '../../shell/account.ts';

const ROLES: readonly Role[] = ['admin', 'member', 'viewer'];

interface RoleFieldProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles, with what each of them may do. */
export function RoleField({ value, onChange }: RoleFieldProps) {
  const { t } = useLanguage();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t('users.role')}</legend>
      {ROLES.map((role) => (
        <label
          key={role}
          className="flex items-baseline gap-3 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-wash"
        >
          <input
            type="radio"
            name="role"
            checked={role === value}
            onChange={() => onChange(role)}
            className="accent-accent"
          />
          <span>
            <span className="block font-medium">{t(`role.${role}`)}</span>
            <span className="block text-sm text-quiet">{t(`users.role.${role}.about`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
