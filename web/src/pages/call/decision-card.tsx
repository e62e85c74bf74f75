import type { ReactNode } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatMoney, formatShare } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Correction } from './correction.tsx';
import { intentText, reasonText, tierText, vetoText, whyText } from './decision-text.ts';
import { type Likely, type ReadDecision, readDecision } from './reading/decision.ts';

/** Why the call went where it went: in a sentence, and in full where there is more to tell. */
export function DecisionCard({ call }: { readonly call: CallView }) {
  const { t, language } = useLanguage();
  const decision = readDecision(call.decision);
  return (
    <Card title={t('call.decision')} actions={decision !== undefined && <Correction call={call} decision={decision} />}>
      <p>{whyText(call, decision, t, language)}</p>
      {decision === undefined ? (
        call.plan.length > 1 && <Order models={call.plan} />
      ) : (
        <details className="mt-3">
          <summary className="text-sm text-accent">{t('call.decision.more')}</summary>
          <Weighed decision={decision} />
        </details>
      )}
    </Card>
  );
}

function Weighed({ decision }: { readonly decision: ReadDecision }) {
  const { t } = useLanguage();
  const { reasons, alternatives, probabilities, models, vetoes, runnerUp, tier, confidence, intent, scene } = decision;
  return (
    <div className="mt-3 grid gap-4">
      <p className="flex flex-wrap gap-2">
        <Badge tone="info">{intentText(intent, t)}</Badge>
        {scene !== null && <Badge tone="info">{t('call.scene', { scene })}</Badge>}
        {confidence !== null && <Badge>{t('call.confidence', { share: formatShare(confidence) })}</Badge>}
        {tier !== '' && <Badge>{t('call.tier', { tier: tierText(tier, t) })}</Badge>}
      </p>
      {reasons.length > 0 && (
        <Part title={t('call.reasons')}>
          <ol className="grid list-decimal gap-1 pl-5">
            {reasons.map((reason) => (
              <li key={reason.code + reason.text}>{reasonText(reason, decision, t)}</li>
            ))}
          </ol>
        </Part>
      )}
      <Shares title={t('call.alternatives')} shares={alternatives} name={(one) => one} />
      <Shares title={t('call.probabilities')} shares={probabilities} name={(one) => intentText(one, t)} />
      {models.length > 0 && <Order models={models} />}
      {runnerUp !== null && <RunnerUp runnerUp={runnerUp} />}
      {vetoes.length > 0 && (
        <Part title={t('call.vetoes')}>
          <ul className="grid gap-1">
            {vetoes.map(({ model, why }) => (
              <li key={model} className="[overflow-wrap:anywhere]">
                {model} <span className="text-quiet">{vetoText(why, t)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-medium text-quiet">{title}</h3>
      {children}
    </section>
  );
}

/** Less likely ones are noise. */
const LEAST = 0.01;

interface SharesProps {
  readonly title: string;
  readonly shares: readonly Likely[];
  readonly name: (name: string) => string;
}

function Shares({ title, shares, name }: SharesProps) {
  const shown = shares.filter(({ probability }) => probability >= LEAST);
  if (shown.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="grid gap-1">
        {shown.map((one) => (
          <li
            key={one.name}
            className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_3.5rem] items-center gap-2 text-sm"
          >
            <span className="truncate" title={name(one.name)}>
              {name(one.name)}
            </span>
            <span aria-hidden="true" className="h-2 rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${(one.probability * 100).toFixed(1)}%` }}
              />
            </span>
            <span className="text-right tabular-nums">{formatShare(one.probability)}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Order({ models }: { readonly models: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <Part title={t('call.order')}>
      <ol className="flex flex-wrap gap-x-2 gap-y-1">
        {models.map((model, index) => (
          <li key={model} className={index === 0 ? 'font-semibold' : 'text-quiet'}>
            <span className="[overflow-wrap:anywhere]">{model}</span>
            {index < models.length - 1 && <span aria-hidden="true"> →</span>}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function RunnerUp({ runnerUp }: { readonly runnerUp: NonNullable<ReadDecision['runnerUp']> }) {
  const { t } = useLanguage();
  const { model, stayUsd, changeUsd } = runnerUp;
  return (
    <Part title={t('call.runnerUp')}>
      <p className="[overflow-wrap:anywhere]">{model}</p>
      {stayUsd !== null && changeUsd !== null && (
        <p className="text-sm text-quiet">
          {t('call.runnerUp.costs', { stay: formatMoney(stayUsd), change: formatMoney(changeUsd) })}
        </p>
      )}
    </Part>
  );
}
