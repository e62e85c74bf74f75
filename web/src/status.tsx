import type { StatusReply } from '../../src/admin/contract.ts';
import { Failure } from './failure.tsx';
import { formatSpan } from './format.ts';
import { useLanguage } from './i18n/language.tsx';
import type { Translate } from './i18n/translate.ts';
import { usePolled } from './use-polled.ts';

const EVERY_MS = 5000;

/** What runs: mode, platforms, version. */
export function Status({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useLanguage();
  const { data, error, reload } = usePolled<StatusReply>('/api/status', EVERY_MS, onSignedOut);
  return (
    <section aria-labelledby="status-heading">
      <h1 id="status-heading">{t('status.heading')}</h1>
      {data !== undefined && error !== undefined && (
        <p className="notice" role="status">
          {t('offline')}
        </p>
      )}
      {data?.readOnly != null && (
        <p className="notice" role="alert">
          {t('status.readOnly', { reason: data.readOnly })}
        </p>
      )}
      <div className="card">
        {data === undefined && error === undefined && <p className="quiet">{t('loading')}</p>}
        {data === undefined && error !== undefined && <Failure error={error} retry={reload} />}
        {data !== undefined && <Facts status={data} />}
      </div>
    </section>
  );
}

function Facts({ status }: { readonly status: StatusReply }) {
  const { t } = useLanguage();
  const [name, about] = describeMode(status.mode, t);
  return (
    <dl className="facts">
      <div className="wide">
        <dt>{t('status.mode')}</dt>
        <dd>
          <strong>{name}</strong>
          {about !== undefined && <span className="quiet">{about}</span>}
        </dd>
      </div>
      <div>
        <dt>{t('status.uptime')}</dt>
        <dd>{formatSpan(status.uptimeMs, t)}</dd>
      </div>
      <div>
        <dt>{t('status.version')}</dt>
        <dd>{status.version}</dd>
      </div>
      <div className="all">
        <dt>{t('status.platforms')}</dt>
        <dd>
          <Platforms platforms={status.platforms} />
        </dd>
      </div>
    </dl>
  );
}

function Platforms({ platforms }: Pick<StatusReply, 'platforms'>) {
  const { t } = useLanguage();
  if (platforms.length === 0) return <span className="quiet">{t('status.platforms.none')}</span>;
  return (
    <ul className="platforms">
      {platforms.map(({ id, type, models }) => (
        <li key={id} title={models.join('\n')}>
          <strong>{id}</strong>
          <span className="quiet">
            {type} · {countModels(models.length, t)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function countModels(count: number, t: Translate): string {
  if (count === 0) return t('status.models.none');
  return count === 1 ? t('status.models.one') : t('status.models.many', { count });
}

function describeMode(mode: string, t: Translate): [name: string, about?: string] {
  if (mode === 'claude_code') return [t('status.mode.claude_code'), t('status.mode.claude_code.about')];
  if (mode === 'global_direct') return [t('status.mode.global_direct'), t('status.mode.global_direct.about')];
  return [mode];
}
