import { useNavigate } from '@tanstack/react-router';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { CAPABILITIES, MODEL_STATES, type ModelsSearch, readModelsSearch } from './search.ts';

interface FilterBarProps {
  readonly search: ModelsSearch;
  readonly platforms: readonly string[];
}

/** Search and filters; they stand in the address, so that they can be shared and gone back from. */
export function FilterBar({ search, platforms }: FilterBarProps) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const set = (change: Readonly<Record<string, string>>) =>
    navigate({ to: '/models', search: readModelsSearch({ ...search, ...change }), replace: true });
  return (
    <search className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <div className="col-span-2 sm:w-72">
        <input
          type="search"
          aria-label={t('models.search')}
          placeholder={t('models.search')}
          value={search.text ?? ''}
          onChange={(event) => set({ text: event.target.value })}
          className={CONTROL}
        />
      </div>
      <Select
        label={t('models.filter.platform')}
        all={t('models.filter.platform.all')}
        value={search.platform}
        options={platforms.map((id) => [id, id])}
        onChange={(platform) => set({ platform })}
      />
      <Select
        label={t('models.filter.state')}
        all={t('models.filter.state.all')}
        value={search.state}
        options={MODEL_STATES.map((state) => [state, t(`models.filter.state.${state}`)])}
        onChange={(state) => set({ state })}
      />
      <Select
        label={t('models.filter.can')}
        all={t('models.filter.can.all')}
        value={search.can}
        options={CAPABILITIES.map((can) => [can, t(`models.can.${can}`)])}
        onChange={(can) => set({ can })}
      />
      {Object.keys(search).length > 0 && (
        <Button look="plain" onClick={() => navigate({ to: '/models', search: {} })}>
          {t('models.filter.clear')}
        </Button>
      )}
    </search>
  );
}

interface SelectProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Select({ label, all, value, options, onChange }: SelectProps) {
  return (
    <div className="min-w-0 sm:w-44">
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
        className={CONTROL}
      >
        <option value="">{all}</option>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
