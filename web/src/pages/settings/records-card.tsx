import { useId } from 'react';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';
import { Notice } from '../../ui/states.tsx';
import { NumberSetting, SettingsCard } from './settings-card.tsx';
import { type SettingsForm, useSettingsForm } from './use-settings-form.ts';

const LEVELS = ['full', 'metadata', 'off'] as const;

/** What is kept of calls, and for how long. */
export function RecordsCard({ settings }: { readonly settings: SettingsReply }) {
  const { t } = useLanguage();
  const form = useSettingsForm(settings);
  const number = (name: 'retentionDays' | 'retentionGib' | 'retentionCallDays') => (
    <NumberSetting form={form} name={name} label={t(`settings.${name}`)} hint={t(`settings.${name}.hint`)} />
  );
  return (
    <SettingsCard title={t('settings.records')} about={t('settings.records.about')} form={form}>
      <CaptureLevel form={form} />
      {form.text('capture') === 'full' && <Notice tone="info">{t('settings.capture.notice')}</Notice>}
      <div className="grid gap-4 sm:grid-cols-3">
        {number('retentionDays')}
        {number('retentionGib')}
        {number('retentionCallDays')}
      </div>
    </SettingsCard>
  );
}

function CaptureLevel({ form }: { readonly form: SettingsForm }) {
  const { t } = useLanguage();
  const name = useId();
  const isReadOnly = form.isReadOnly('capture');
  return (
    <fieldset disabled={isReadOnly} className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t('settings.capture')}</legend>
      {LEVELS.map((level) => (
        <label
          key={level}
          className={classes(
            'flex items-start gap-2.5 rounded-lg border px-3 py-2',
            form.text('capture') === level ? 'border-accent bg-wash' : 'border-line',
            isReadOnly && 'opacity-60',
          )}
        >
          <input
            type="radio"
            name={name}
            className="mt-1.5 accent-accent"
            checked={form.text('capture') === level}
            onChange={() => form.set('capture', level)}
          />
          <span>
            <span className="font-medium">{t(`settings.capture.${level}`)}</span>
            <span className="block text-sm text-quiet">{t(`settings.capture.${level}.about`)}</span>
          </span>
        </label>
      ))}
      {isReadOnly && <p className="text-sm text-quiet">{t('settings.readOnly')}</p>}
    </fieldset>
  );
}
