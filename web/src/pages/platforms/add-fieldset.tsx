import { problemAt, type problemsOf } from '../../api/problems.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { needsAddress, type PlatformType, wantsKey } from './types.ts';
import type { AddFields } from './use-draft.ts';

interface AddFieldsetProps {
  readonly type: PlatformType;
  readonly fields: AddFields;
  readonly onChange: (fields: AddFields) => void;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly isNameFixed: boolean;
  readonly isModelsOpen: boolean;
}

/** What the type needs is in sight, the rest a click away. */
export function AddFieldset(props: AddFieldsetProps) {
  const { t } = useLanguage();
  const { type, fields, onChange, problems, isNameFixed, isModelsOpen } = props;
  const isHidden = problemAt(problems, 'models') !== undefined;
  return (
    <>
      {needsAddress(type) && <Address {...props} />}
      {wantsKey(type) && <Key {...props} />}
      <TextField
        label={t('platforms.field.id')}
        hint={t('platforms.field.id.hint')}
        problem={problemAt(problems, 'id')}
        value={fields.id}
        disabled={isNameFixed}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ ...fields, id: event.target.value })}
      />
      <details open={isModelsOpen || isHidden || undefined} className="rounded-lg border border-line p-3">
        <summary className="font-medium">{t('platforms.add.more')}</summary>
        <div className="mt-3 grid gap-4">
          {!needsAddress(type) && <Address {...props} />}
          {!wantsKey(type) && <Key {...props} />}
          <TextArea
            label={t('platforms.field.models')}
            hint={t('platforms.field.models.hint')}
            problem={problemAt(problems, 'models')}
            value={fields.models}
            spellCheck={false}
            onChange={(event) => onChange({ ...fields, models: event.target.value })}
          />
        </div>
      </details>
    </>
  );
}

function Address({ type, fields, onChange, problems }: AddFieldsetProps) {
  const { t } = useLanguage();
  const known = type.protocols[0]?.baseUrl ?? null;
  return (
    <TextField
      label={t('platforms.field.address')}
      hint={known === null ? t('platforms.field.address.needed') : t('platforms.field.address.known')}
      problem={problemAt(problems, 'base_url')}
      value={fields.address}
      placeholder={known ?? t('platforms.field.address.example')}
      inputMode="url"
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => onChange({ ...fields, address: event.target.value })}
    />
  );
}

function Key({ type, fields, onChange, problems }: AddFieldsetProps) {
  const { t } = useLanguage();
  return (
    <TextField
      label={t('platforms.field.key')}
      hint={t(type.needsKey ? 'platforms.field.key.hint' : 'platforms.field.key.optional')}
      problem={problemAt(problems, 'api_key', 'api_keys', 'credentials')}
      type="password"
      autoComplete="off"
      value={fields.key}
      onChange={(event) => onChange({ ...fields, key: event.target.value })}
    />
  );
}
