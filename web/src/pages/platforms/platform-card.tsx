import { Link } from '@tanstack/react-router';
import { FlaskConical, RefreshCw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RefreshResult } from '../../../../src/admin/contract/models.ts';
import type { PlatformView, TestReply } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Heartbeat } from './heartbeat.tsx';
import { Mark } from './mark.tsx';
import { RefreshedModels } from './refresh-result.tsx';
import { TestResult } from './test-result.tsx';
import { typeName } from './type-name.ts';

const TONES: Readonly<Record<PlatformView['state'], Tone>> = {
  ready: 'good',
  disabled: 'neutral',
  needs_key: 'warn',
  unknown_type: 'bad',
  hidden_by_file: 'info',
};

/** What was asked of a platform on this page, and what came of it. */
export interface Asked {
  readonly busy?: 'test' | 'refresh';
  readonly test?: TestReply;
  readonly refresh?: RefreshResult;
}

interface PlatformCardProps {
  readonly platform: PlatformView;
  readonly asked: Asked;
  readonly menu: ReactNode;
  readonly onTest: () => void;
  readonly onRefresh: () => void;
  readonly onEnable: (enabled: boolean) => void;
  /** Puts the results away. */
  readonly onClear: () => void;
}

/** One platform: what it is, how it does, and what can be done with it. */
export function PlatformCard(props: PlatformCardProps) {
  const { platform, asked, menu, onTest, onRefresh, onEnable, onClear } = props;
  const { t } = useLanguage();
  const { id, type, name, enabled, state, origin } = platform;
  const isFixed = isReadOnly(platform);
  return (
    <article
      aria-label={id}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4 rounded-xl border border-line bg-card p-4"
    >
      <header className="flex items-start gap-3">
        <Mark type={type} name={name} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold" title={id}>
            {id}
          </h2>
          <p className="text-sm text-quiet">{typeName(platform, t)}</p>
        </div>
        <div className="flex items-center gap-1">
          <Switch
            label={t('platforms.enabled', { id })}
            isLabelHidden
            isOn={enabled && state !== 'hidden_by_file'}
            isDisabled={isFixed}
            onChange={onEnable}
          />
          {menu}
        </div>
      </header>
      <div className="flex flex-wrap gap-1.5">
        <Badge tone={TONES[state]}>{t(`platforms.state.${state}`)}</Badge>
        {origin !== 'stored' && <Badge>{t(`platforms.origin.${origin}`)}</Badge>}
      </div>
      {explanationOf(platform) !== undefined && (
        <p className="text-sm text-quiet">{t(explanationOf(platform) ?? 'platforms.why.file')}</p>
      )}
      <Facts platform={platform} />
      <Heartbeat platform={id} />
      <div className="flex flex-wrap gap-2">
        <Button isSmall icon={FlaskConical} disabled={asked.busy !== undefined} onClick={onTest}>
          {t(asked.busy === 'test' ? 'platforms.test.running' : 'platforms.test')}
        </Button>
        <Button isSmall icon={RefreshCw} disabled={asked.busy !== undefined || state !== 'ready'} onClick={onRefresh}>
          {t(asked.busy === 'refresh' ? 'platforms.refresh.running' : 'platforms.refresh')}
        </Button>
      </div>
      <Results asked={asked} onClear={onClear} />
    </article>
  );
}

export function isReadOnly({ origin, state }: PlatformView): boolean {
  return origin === 'file' || state === 'hidden_by_file';
}

function explanationOf({ origin, state }: PlatformView) {
  if (origin === 'file') return 'platforms.why.file' as const;
  if (state === 'hidden_by_file' || state === 'needs_key' || state === 'unknown_type')
    return `platforms.why.${state}` as const;
  return origin === 'found' ? ('platforms.why.found' as const) : undefined;
}

function Facts({ platform }: { readonly platform: PlatformView }) {
  const { t, count } = useLanguage();
  const { id, credentials, protocols, models, settings } = platform;
  const keys = credentials.map(({ name, hint }) => (name === '' ? hint : `${name} ${hint}`));
  const addresses = [...new Set(protocols.map(({ address }) => address))];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <dt className="text-quiet">{t('platforms.fact.addresses')}</dt>
      <dd className="grid gap-0.5">
        {addresses.map((address) => (
          <span key={address} className="truncate font-mono" title={address}>
            {address}
          </span>
        ))}
      </dd>
      <dt className="text-quiet">{t('platforms.fact.keys')}</dt>
      <dd className="[overflow-wrap:anywhere]">
        {settings['auth'] === 'passthrough'
          ? t('platforms.fact.passthrough')
          : keys.join(', ') || t('platforms.fact.noKeys')}
      </dd>
      <dt className="text-quiet">{t('platforms.fact.models')}</dt>
      <dd>
        <Link to="/models" search={{ platform: id }} className="text-accent underline underline-offset-2">
          {count('platforms.models', models.length)}
        </Link>
      </dd>
    </dl>
  );
}

function Results({ asked, onClear }: { readonly asked: Asked; readonly onClear: () => void }) {
  const { t } = useLanguage();
  const { test, refresh } = asked;
  if (test === undefined && refresh === undefined) return null;
  return (
    <div className="relative">
      {test !== undefined && <TestResult result={test} />}
      {refresh !== undefined && <RefreshedModels result={refresh} />}
      <div className="absolute top-1 right-1">
        <IconButton icon={X} label={t('close')} onClick={onClear} />
      </div>
    </div>
  );
}
