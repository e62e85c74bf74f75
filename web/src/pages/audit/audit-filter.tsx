import { useLanguage } from '../../i18n/language.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';

/** What an action is about: what stands before its full stop. */
const AREAS = [
  'session',
  'password',
  'user',
  'key',
  'platform',
  'models',
  'routing',
  'settings',
  'prices',
  'call',
  'import',
  'configuration',
  'master-key',
] as const;
export type AuditArea = (typeof AREAS)[number];

export interface AuditFilterValues {
  /** A name or an id. */
  readonly who: string;
  readonly area: AuditArea | '';
}

interface AuditFilterProps {
  readonly values: AuditFilterValues;
  readonly onChange: (values: AuditFilterValues) => void;
}

/** Whose entries, and of what. */
export function AuditFilter({ values, onChange }: AuditFilterProps) {
  const { t } = useLanguage();
  return (
    <div className="mb-4 flex flex-wrap gap-3">
      <TextField
        className="w-48"
        label={t('audit.who')}
        type="search"
        value={values.who}
        placeholder={t('audit.who.hint')}
        onChange={(event) => onChange({ ...values, who: event.target.value })}
      />
      <SelectField
        className="w-48"
        label={t('audit.area')}
        value={values.area}
        onChange={(event) => onChange({ ...values, area: AREAS.find((area) => area === event.target.value) ?? '' })}
      >
        <option value="">{t('audit.area.all')}</option>
        {AREAS.map((area) => (
          <option key={area} value={area}>
            {t(`audit.area.${area}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
