import { useQuery } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import type { CoolingTarget, StatusReply } from '../../../../src/admin/contract/status.ts';
import { platformsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { formatSpan } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/states.tsx';
import { useNow } from '../../ui/time.tsx';
import { platformHealth } from './platform-health.ts';

/** The platforms in use, and what of them is avoided now. */
export function PlatformsCard({ status }: { readonly status: StatusReply }) {
  const { t, count } = useLanguage();
  if (status.platforms.length === 0) {
    return (
      <Card title={t('status.platforms')}>
        <Empty icon={Server} title={t('status.platforms.none')} />
      </Card>
    );
  }
  return (
    <Card title={t('status.platforms')} about={t('status.platforms.about')}>
      <ul className="divide-y divide-line border-y border-line">
        {status.platforms.map((platform) => {
          const { text, tone, cooling } = platformHealth(platform, status, { t, count });
          return (
            <li key={platform.id} className="grid gap-1 py-2.5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">{platform.id}</span>
                <span className="text-sm text-quiet">{platform.type}</span>
                <span className="text-sm text-quiet">{count('status.models', platform.models.length)}</span>
                <span className="ml-auto">
                  <Badge tone={tone}>{text}</Badge>
                </span>
              </div>
              {cooling.map((target) => (
                <Cooling key={`${target.credential} ${target.model}`} target={target} />
              ))}
            </li>
          );
        })}
        {status.details !== null && <Others />}
      </ul>
    </Card>
  );
}

/** Those that are configured and not in use. Only administrators may ask. */
function Others() {
  const { t } = useLanguage();
  const { data } = useQuery(platformsQuery);
  const others = data?.platforms.filter(({ state }) => state !== 'ready') ?? [];
  return others.map(({ id, type, state }) => (
    <li key={`${id} ${state}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-quiet">
      <span className="font-medium">{id}</span>
      <span className="text-sm">{type}</span>
      <span className="ml-auto">
        <Badge>{t(`status.platform.${state}` as MessageKey)}</Badge>
      </span>
    </li>
  ));
}

function Cooling({ target: { model, credential, kind, failures, until } }: { readonly target: CoolingTarget }) {
  const { t, count } = useLanguage();
  const now = useNow(1_000);
  const what = model ?? t('status.cooling.key', { number: credential + 1 });
  const wait = formatSpan(Math.max(0, until - now), t);
  return (
    <p className="text-sm text-quiet [overflow-wrap:anywhere]">
      {t('status.cooling', { what, why: t(`status.fault.${kind}` as MessageKey), wait })}{' '}
      {count('status.cooling.failures', failures)}
    </p>
  );
}
