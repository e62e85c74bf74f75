import { useQuery } from '@tanstack/react-query';
import { platformsQuery, routingQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { KeyFieldProps } from './key-fields.tsx';
import type { RestrictionName } from './key-values.ts';

const MODES = ['claude_code', 'global_direct', 'smart_routing'] as const;

/** Which models, platforms, modes and scenes it may use. */
export function RestrictionFields({ values, change }: KeyFieldProps) {
  const { t } = useLanguage();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const scenes = useQuery(routingQuery).data?.scenes ?? [];
  const same = (id: string) => ({ value: id, text: id });
  const part = { values, change };
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-medium">{t('keys.restrictions')}</legend>
      <TextArea
        label={t('keys.models')}
        hint={t('keys.models.hint')}
        value={values.models}
        spellCheck={false}
        placeholder={t('keys.restrictions.all')}
        onChange={(event) => change({ models: event.target.value })}
      />
      <Restriction name="platforms" options={platforms.map(({ id }) => same(id))} {...part} />
      <Restriction name="modes" options={MODES.map((mode) => ({ value: mode, text: t(`mode.${mode}`) }))} {...part} />
      <Restriction name="scenes" options={scenes.map(({ name }) => same(name))} {...part} />
    </fieldset>
  );
}

interface RestrictionProps extends KeyFieldProps {
  readonly name: RestrictionName;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Restriction({ name, options, values, change }: RestrictionProps) {
  const { t } = useLanguage();
  const chosen = values.restrictions[name];
  const choose = (list: readonly string[] | null) => change({ restrictions: { ...values.restrictions, [name]: list } });
  // One that is not there any more stays, until it is taken out.
  const all = [
    ...options,
    ...(chosen ?? [])
      .filter((one) => !options.some(({ value }) => value === one))
      .map((value) => ({ value, text: value })),
  ];
  return (
    <div className="grid gap-2">
      <Switch label={t(`keys.restrict.${name}`)} isOn={chosen !== null} onChange={(isOn) => choose(isOn ? [] : null)} />
      {chosen !== null && (
        <div className="flex flex-wrap gap-2">
          {all.map(({ value, text }) => (
            <label
              key={value}
              className="flex items-center gap-2 rounded-lg border border-line px-2.5 py-1 has-checked:border-accent has-checked:bg-wash"
            >
              <input
                type="checkbox"
                className="accent-accent"
                checked={chosen.includes(value)}
                onChange={({ target }) =>
                  choose(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
                }
              />
              {text}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
