import { useLanguage } from '../../i18n/language.tsx';
import { formatMoney } from '../../lib/format.ts';
import { TextField } from '../../ui/field.tsx';
import { Price } from './model-facts.tsx';
import { type OverrideState, PRICE_PARTS } from './override-state.ts';
import { ResettableField } from './resettable-field.tsx';
import type { ModelRow } from './rows.ts';

interface PriceFieldsProps {
  readonly row: ModelRow;
  readonly state: OverrideState;
  /** Names of fields that hold no number. */
  readonly faults: readonly string[];
  readonly onChange: (state: OverrideState) => void;
}

/** What a model costs: what holds now, and the user's own prices in its place. */
export function PriceFields({ row: { model, price }, state, faults, onChange }: PriceFieldsProps) {
  const { t } = useLanguage();
  const listed = model.reported.price;
  const set = (part: (typeof PRICE_PARTS)[number], value: string) =>
    onChange({ ...state, price: { ...state.price, [part]: value } });
  const hint = (part: (typeof PRICE_PARTS)[number]) => {
    const amount = listed?.[part];
    return amount == null ? t('models.reported.nothing') : t('models.reported', { value: formatMoney(amount) });
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">{t('models.price')}</legend>
      <div className="flex flex-wrap items-baseline gap-x-3 rounded-lg bg-sunken p-3">
        <span className="text-sm text-quiet">{t('models.price.now')}</span>
        <Price price={price} />
        {price !== undefined && price.about !== '' && (
          <span className="text-sm text-quiet [overflow-wrap:anywhere]">{price.about}</span>
        )}
      </div>
      <p className="text-sm text-quiet">{t('models.price.about')}</p>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {PRICE_PARTS.map((part) => (
          <ResettableField
            key={part}
            label={t(`models.price.${part}`)}
            isSet={state.price[part] !== ''}
            onReset={() => set(part, '')}
          >
            <TextField
              label={t(`models.price.${part}`)}
              hint={hint(part)}
              problem={faults.includes(part) ? t('models.fault.money') : undefined}
              inputMode="decimal"
              value={state.price[part]}
              onChange={(event) => set(part, event.target.value)}
            />
          </ResettableField>
        ))}
      </div>
    </fieldset>
  );
}
