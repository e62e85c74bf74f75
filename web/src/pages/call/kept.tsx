import { useQuery } from '@tanstack/react-query';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { settingsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';

/** What is not kept of a call, and why that may be. Nothing where all is. */
export function NotKept({ stages }: Pick<CallReply, 'stages'>) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const isAdmin = hasRole(role, 'admin');
  const hasBodies = stages.some(({ keptBytes }) => keptBytes !== null);
  const { data: settings } = useQuery({ ...settingsQuery, enabled: isAdmin && !hasBodies });
  if (hasBodies) return null;
  const days = settings?.retentionDays ?? 0;
  return (
    <div className="rounded-xl bg-info-wash px-4 py-3 text-info">
      <p>{t(stages.length === 0 ? 'call.kept.nothing' : 'call.kept.heads')}</p>
      {settings !== undefined && (
        <p className="mt-1 text-sm">
          {t(`call.kept.${settings.capture}`)}{' '}
          {settings.capture === 'full' && (days === 0 ? t('call.kept.forever') : t('call.kept.days', { days }))}
        </p>
      )}
    </div>
  );
}
