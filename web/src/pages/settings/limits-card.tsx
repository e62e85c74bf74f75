import { useMutation } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { usePlatformChanges } from '../platforms/changes.ts';
import { NumberSetting, SettingsCard } from './settings-card.tsx';
import { useSettingsForm } from './use-settings-form.ts';

/** How large a request may be, and how often platforms are asked for their models. */
export function LimitsCard({ settings }: { readonly settings: SettingsReply }) {
  const { t, count } = useLanguage();
  const { refresh: refreshModels } = usePlatformChanges();
  const notices = useNotices();
  const form = useSettingsForm(settings);
  const refresh = useMutation({
    mutationFn: () => refreshModels(),
    onSuccess: ({ results }) => {
      const models = results.reduce((sum, { listed }) => sum + listed, 0);
      const failed = results.filter(({ ok }) => !ok).map(({ platform }) => platform);
      const told = count('settings.refresh.done', models);
      notices.done(
        failed.length === 0 ? told : `${told} ${t('settings.refresh.failed', { names: failed.join(', ') })}`,
      );
    },
    onError: notices.failed,
  });
  const number = (name: 'maxBodyMb' | 'modelRefreshHours') => (
    <NumberSetting form={form} name={name} label={t(`settings.${name}`)} hint={t(`settings.${name}.hint`)} />
  );
  return (
    <SettingsCard title={t('settings.limits')} about={t('settings.limits.about')} form={form}>
      <div className="grid gap-4 sm:grid-cols-2">
        {number('maxBodyMb')}
        {number('modelRefreshHours')}
      </div>
      <div>
        <Button isSmall icon={RotateCw} disabled={refresh.isPending} onClick={() => refresh.mutate()}>
          {t(refresh.isPending ? 'settings.refresh.busy' : 'settings.refresh')}
        </Button>
      </div>
    </SettingsCard>
  );
}
