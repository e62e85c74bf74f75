import type { ModelView } from '../../../../src/admin/contract/models.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type OverrideState, reportedText } from './override-state.ts';
import { ResettableField } from './resettable-field.tsx';
import { CAPABILITIES } from './search.ts';

interface OverrideFieldsProps {
  readonly model: ModelView;
  readonly state: OverrideState;
  /** Names of fields that hold no number. */
  readonly faults: readonly string[];
  readonly onChange: (state: OverrideState) => void;
}

/** What a model is called, how much it takes and gives, and what it can do. */
export function OverrideFields({ model: { reported }, state, faults, onChange }: OverrideFieldsProps) {
  const { t } = useLanguage();
  const said = (value: string | undefined) =>
    value === undefined ? t('models.reported.nothing') : t('models.reported', { value });
  const yesNo = (value: boolean | undefined) =>
    value === undefined ? undefined : t(value ? 'models.yes' : 'models.no');
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      {(['displayName', 'contextWindow', 'maxOutputTokens'] as const).map((name) => (
        <ResettableField
          key={name}
          label={t(`models.field.${name}`)}
          isSet={state[name] !== ''}
          onReset={() => onChange({ ...state, [name]: '' })}
        >
          <TextField
            label={t(`models.field.${name}`)}
            hint={said(reportedText(reported, name))}
            problem={faults.includes(name) ? t('models.fault.count') : undefined}
            inputMode={name === 'displayName' ? 'text' : 'numeric'}
            value={state[name]}
            onChange={(event) => onChange({ ...state, [name]: event.target.value })}
          />
        </ResettableField>
      ))}
      {CAPABILITIES.map((name) => (
        <SelectField
          key={name}
          label={t(`models.can.${name}`)}
          hint={name === 'textTools' ? t('models.can.textTools.hint') : said(yesNo(reported[name]))}
          value={state.can[name]}
          onChange={(event) =>
            onChange({
              ...state,
              can: { ...state.can, [name]: event.target.value as OverrideState['can'][typeof name] },
            })
          }
        >
          <option value="">{t('models.asReported')}</option>
          <option value="yes">{t('models.yes')}</option>
          <option value="no">{t('models.no')}</option>
        </SelectField>
      ))}
    </div>
  );
}
