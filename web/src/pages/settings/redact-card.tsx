import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { isPattern, redacted } from './redacted.ts';
import { SettingsCard } from './settings-card.tsx';
import { useSettingsForm } from './use-settings-form.ts';

/** What must not be stored, as regular expressions, and what they would do to a text. */
export function RedactCard({ settings }: { readonly settings: SettingsReply }) {
  const { t } = useLanguage();
  const form = useSettingsForm(settings);
  const patterns = form.list('redact');
  const isReadOnly = form.isReadOnly('redact');
  const replace = (index: number, text: string) => form.set('redact', patterns.with(index, text));
  return (
    <SettingsCard
      title={t('settings.redact')}
      about={t('settings.redact.about')}
      form={form}
      isWrong={!patterns.every(isPattern)}
    >
      {patterns.length === 0 && <p className="text-quiet">{t('settings.redact.none')}</p>}
      {patterns.map((pattern, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other name than its place
        <div key={index} className="flex items-start gap-2">
          <TextField
            className="min-w-0 flex-1"
            label={t('settings.redact.rule', { number: index + 1 })}
            problem={isPattern(pattern) ? undefined : t('settings.redact.wrong')}
            value={pattern}
            disabled={isReadOnly}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => replace(index, event.target.value)}
          />
          <div className="pt-6">
            <IconButton
              icon={Trash2}
              label={t('settings.redact.remove', { number: index + 1 })}
              disabled={isReadOnly}
              onClick={() => form.set('redact', patterns.toSpliced(index, 1))}
            />
          </div>
        </div>
      ))}
      {isReadOnly ? (
        <p className="text-sm text-quiet">{t('settings.readOnly')}</p>
      ) : (
        <div>
          <Button isSmall icon={Plus} onClick={() => form.set('redact', [...patterns, ''])}>
            {t('settings.redact.add')}
          </Button>
        </div>
      )}
      {patterns.length > 0 && <Tester patterns={patterns} />}
    </SettingsCard>
  );
}

function Tester({ patterns }: { readonly patterns: readonly string[] }) {
  const { t, count } = useLanguage();
  const [sample, setSample] = useState('');
  const { text, found } = redacted(sample, patterns);
  return (
    <div className="grid gap-2 rounded-lg bg-sunken p-3">
      <TextArea
        label={t('settings.redact.try')}
        hint={t('settings.redact.try.hint')}
        value={sample}
        spellCheck={false}
        onChange={(event) => setSample(event.target.value)}
      />
      {sample !== '' && (
        <output className="grid gap-1 text-sm">
          <span className="text-quiet">{count('settings.redact.found', found)}</span>
          <code className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</code>
        </output>
      )}
    </div>
  );
}
