import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { send } from '../../api/client.ts';
import { settingsQuery, statusQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Switch } from '../../ui/switch.tsx';

/** Whether the log says more; at once, until the next start. */
export function DebugCard({ settings }: { readonly settings: SettingsReply }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const turn = useMutation({
    mutationFn: (debug: boolean) => send<SettingsReply>('PATCH', '/api/settings', { debug }),
    onSuccess: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      client.invalidateQueries(statusQuery);
    },
    onError: notices.failed,
  });
  const isOn = turn.isPending ? turn.variables : settings.debug;
  return (
    <Card title={t('settings.debug')} about={t('settings.debug.about')}>
      <Switch label={t('settings.debug.switch')} isOn={isOn} onChange={(next) => turn.mutate(next)} />
    </Card>
  );
}
