import { problemAt, type problemsOf } from '../../api/problems.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { TextField } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { EditState } from './edit-state.ts';
import type { PlatformType } from './types.ts';

interface EditAddressProps {
  readonly type: PlatformType | undefined;
  readonly state: EditState;
  readonly onChange: (state: EditState) => void;
  readonly problems: ReturnType<typeof problemsOf>;
}

/** Where the platform is: the address of its own protocol, and those of the others that it speaks. */
export function EditAddress({ type, state, onChange, problems }: EditAddressProps) {
  const { t } = useLanguage();
  const [first, ...others] = type?.protocols ?? [];
  return (
    <div className="grid gap-3">
      <TextField
        label={t('platforms.field.address')}
        hint={t(first?.baseUrl == null ? 'platforms.field.address.needed' : 'platforms.field.address.known')}
        problem={problemAt(problems, 'base_url')}
        placeholder={first?.baseUrl ?? t('platforms.field.address.example')}
        value={state.address}
        inputMode="url"
        spellCheck={false}
        onChange={(event) => onChange({ ...state, address: event.target.value })}
      />
      {others.map(({ protocol, baseUrl }) => (
        <TextField
          key={protocol}
          label={t('platforms.field.addressFor', { protocol })}
          hint={t('platforms.field.address.known')}
          problem={problemAt(problems, `base_urls.${protocol}`)}
          placeholder={baseUrl ?? ''}
          value={state.addresses[protocol] ?? ''}
          inputMode="url"
          spellCheck={false}
          onChange={(event) =>
            onChange({ ...state, addresses: { ...state.addresses, [protocol]: event.target.value } })
          }
        />
      ))}
      {type?.protocols.some(({ protocol }) => protocol === 'anthropic-messages') === true && (
        <div className="grid gap-1">
          <Switch
            label={t('platforms.field.passthrough')}
            isOn={state.isPassthrough}
            onChange={(isPassthrough) => onChange({ ...state, isPassthrough })}
          />
          <p className="text-sm text-quiet">{problemAt(problems, 'auth') ?? t('platforms.field.passthrough.hint')}</p>
        </div>
      )}
    </div>
  );
}
