import { useLanguage } from '../../i18n/language.tsx';
import { TextField } from '../../ui/field.tsx';
import type { KeyFieldProps } from './key-fields.tsx';
import { BUDGETS, LIMITS, wrongNumbers } from './key-values.ts';

/** How much it may use up, by day, by month, and in all. */
export function BudgetFields(props: KeyFieldProps) {
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend className="font-medium">{t('keys.budget')}</legend>
      <p className="mb-2 text-sm text-quiet">{t('keys.budget.about')}</p>
      <Amounts names={BUDGETS} {...props} />
    </fieldset>
  );
}

/** How fast it may go. */
export function LimitFields(props: KeyFieldProps) {
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{t('keys.rate')}</legend>
      <Amounts names={LIMITS} {...props} />
    </fieldset>
  );
}

interface AmountsProps extends KeyFieldProps {
  readonly names: typeof BUDGETS | typeof LIMITS;
}

function Amounts({ names, values, change }: AmountsProps) {
  const { t } = useLanguage();
  const wrong = wrongNumbers(values);
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      {names.map((name) => (
        <TextField
          key={name}
          label={t(`keys.amount.${name}`)}
          inputMode={name.startsWith('usd') ? 'decimal' : 'numeric'}
          placeholder={t('keys.amount.none')}
          value={values.numbers[name]}
          problem={wrong.includes(name) ? t('keys.amount.wrong') : undefined}
          onChange={(event) => change({ numbers: { ...values.numbers, [name]: event.target.value } })}
        />
      ))}
    </div>
  );
}
