import { ArrowRight } from 'lucide-react';
import type { PreviewReply } from '../../../../../src/admin/contract/preview.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import type { MessageKey } from '../../../i18n/messages.ts';
import { formatMoney, formatShare } from '../../../lib/format.ts';
import { ModelLabel } from '../models/model-label.tsx';
import { vetoText } from '../server-words.ts';
import { ShareBars } from '../share-bars.tsx';
import { intentName, intentShares } from './intent-shares.ts';
import { reasonText } from './reasons.ts';

const LEAST_SHOWN = 0.01;
const TIERS = {
  small: 'routing.tier.small',
  middle: 'routing.tier.middle',
  coder: 'routing.tier.coder',
  best: 'routing.tier.best',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** What would be decided, and why. */
export function Verdict({ reply }: { readonly reply: PreviewReply }) {
  const { t } = useLanguage();
  const scenes = reply.alternatives
    .filter(({ probability }) => probability >= LEAST_SHOWN)
    .map(({ scene, probability }) => ({ id: scene, name: scene, share: probability }));
  return (
    <div className="grid gap-5">
      <Steps reply={reply} />
      <section aria-label={t('routing.try.why')}>
        <h3 className="mb-1 text-sm text-quiet">{t('routing.try.why')}</h3>
        <ul className="grid list-disc gap-1 pl-5">
          {reply.reasons.map((reason) => (
            <li key={reason.code}>{reasonText(reason, reply, t)}</li>
          ))}
          {reply.asksJudge && <li>{t('routing.try.asksJudge')}</li>}
        </ul>
      </section>
      {reply.probabilities !== null && (
        <ShareBars label={t('routing.try.intents')} shares={intentShares(reply.probabilities, t)} />
      )}
      {scenes.length > 0 && <ShareBars label={t('routing.try.scenes')} shares={scenes} />}
      <Order reply={reply} />
    </div>
  );
}

/** From the words to the model, in four steps. */
function Steps({ reply: { intent, confidence, scene, tier, model } }: { readonly reply: PreviewReply }) {
  const { t } = useLanguage();
  const tierKey = Object.entries(TIERS).find(([name]) => name === tier)?.[1];
  const steps = [
    { name: t('routing.try.intent'), value: `${intentName(intent, t)} · ${formatShare(confidence)}` },
    { name: t('routing.try.scene'), value: scene ?? t('routing.try.noScene') },
    { name: t('routing.try.tier'), value: tierKey === undefined ? tier : t(tierKey) },
    { name: t('routing.try.model'), value: model ?? t('routing.try.noModel') },
  ];
  return (
    <dl className="grid gap-2 sm:grid-cols-3">
      {steps.map(({ name, value }, index) => (
        <div key={name} className="min-w-0 rounded-lg bg-sunken px-3 py-2 sm:last:col-span-3">
          <dt className="flex items-center gap-1 text-sm text-quiet">
            {index > 0 && <ArrowRight aria-hidden="true" className="size-3.5" />}
            {name}
          </dt>
          <dd className="font-semibold [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Order({ reply: { models, vetoes, runnerUp } }: { readonly reply: PreviewReply }) {
  const { t } = useLanguage();
  return (
    <section aria-label={t('routing.try.order')} className="grid gap-2">
      <h3 className="text-sm text-quiet">{t('routing.try.order')}</h3>
      <ol className="grid">
        {models.map((name, index) => (
          <li key={name} className="flex items-baseline gap-2">
            <span className="w-4 shrink-0 text-right text-sm text-quiet tabular-nums">{index + 1}</span>
            <ModelLabel name={name} />
          </li>
        ))}
      </ol>
      {vetoes.map(({ model, why }) => (
        <p key={model} className="rounded-lg bg-warn-wash px-3 py-1.5 text-sm text-warn [overflow-wrap:anywhere]">
          {t('routing.try.veto', { model, why: vetoText(why, t) })}
        </p>
      ))}
      {runnerUp !== null && (
        <p className="text-sm text-quiet [overflow-wrap:anywhere]">
          {t('routing.try.runnerUp', { model: runnerUp.model })}{' '}
          {runnerUp.stayUsd !== null &&
            runnerUp.changeUsd !== null &&
            t('routing.try.costs', { stay: formatMoney(runnerUp.stayUsd), change: formatMoney(runnerUp.changeUsd) })}
        </p>
      )}
    </section>
  );
}
