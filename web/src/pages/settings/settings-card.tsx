import type { FormEvent, ReactNode } from 'react';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

interface SettingsCardProps {
  readonly title: string;
  readonly about: string;
  readonly form: SettingsForm;
  /** Something in it is wrong by itself. */
  readonly isWrong?: boolean;
  readonly children: ReactNode;
}

/** Settings that are saved together. */
export function SettingsCard({ title, about, form, isWrong = false, children }: SettingsCardProps) {
  const { t } = useLanguage();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.isChanged && !isWrong) form.save();
  };
  return (
    <Card title={title} about={about}>
      <form onSubmit={submit} className="grid gap-4">
        {children}
        {form.problem !== undefined && (
          <p role="alert" className="text-sm text-bad [overflow-wrap:anywhere]">
            {form.problem}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look="main" disabled={!form.isChanged || form.isSaving || isWrong}>
            {t('save')}
          </Button>
          {form.isChanged && <Button onClick={form.reset}>{t('cancel')}</Button>}
        </div>
      </form>
    </Card>
  );
}

interface NumberSettingProps {
  readonly form: SettingsForm;
  readonly name: Exclude<SettingsReply['readOnly'][number], 'capture' | 'redact'>;
  readonly label: string;
  readonly hint: string;
}

/** A number; empty is the default. */
export function NumberSetting({ form, name, label, hint }: NumberSettingProps) {
  const { t } = useLanguage();
  const isReadOnly = form.isReadOnly(name);
  return (
    <TextField
      label={label}
      hint={isReadOnly ? t('settings.readOnly') : hint}
      problem={form.problemOf(name)}
      type="number"
      inputMode="decimal"
      min={0}
      step="any"
      disabled={isReadOnly}
      value={form.text(name)}
      onChange={(event) => form.set(name, event.target.value)}
    />
  );
}
