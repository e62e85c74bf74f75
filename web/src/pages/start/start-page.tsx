import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlatformsReply } from '../../../../src/admin/contract/platforms.ts';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { keysQuery, platformsQuery, routingQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Missing } from '../../shell/missing.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { answering, speakingAnthropic } from './answering.ts';
import { CallStep } from './call-step.tsx';
import { useFirstCall } from './first-call.ts';
import { KeyStep } from './key-step.tsx';
import { ModeStep } from './mode-step.tsx';
import { PlatformStep } from './platform-step.tsx';
import { STEPS, type Step, useProgress } from './progress.ts';
import { StepCard } from './step-card.tsx';

/** From an empty gateway to a client that works. */
export function StartPage() {
  const { role } = useAccount();
  return hasRole(role, 'admin') ? <Start /> : <Missing />;
}

function Start() {
  const { t } = useLanguage();
  const platforms = useQuery(platformsQuery);
  const routing = useQuery(routingQuery);
  return (
    <Page title={t('places.start')} about={t('start.about')}>
      <Loaded query={platforms} rows={8}>
        {(known) => (
          <Loaded query={routing} rows={8}>
            {(mode) => <Steps known={known} routing={mode} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface StepsProps {
  readonly known: PlatformsReply;
  readonly routing: RoutingReply;
}

function Steps({ known, routing }: StepsProps) {
  const { t } = useLanguage();
  const progress = useProgress();
  const [secret, setSecret] = useState<string>();
  const keys = useQuery(keysQuery).data?.keys ?? [];
  const key = keys.find(({ id }) => id === progress.keyId);
  const first = useFirstCall(key?.id ?? progress.keyId);
  const usable = answering(known.platforms);
  const isDone: Readonly<Record<Step, boolean>> = {
    platform: usable.length > 0,
    mode: routing.version > 0 || routing.readOnly.includes('mode'),
    key: key !== undefined,
    call: first.call?.outcome === 'ok',
  };
  const summaries: Readonly<Record<Step, string | undefined>> = {
    platform: usable.length === 0 ? undefined : usable.map(({ id }) => id).join(', '),
    mode: isDone.mode ? t(`mode.${routing.mode}`) : undefined,
    key: key?.name,
    call: undefined,
  };
  const active = progress.step ?? STEPS.find((step) => !isDone[step]) ?? 'call';
  const model = routing.mode === 'claude_code' ? speakingAnthropic(known.platforms)[0]?.models[0] : undefined;
  const contents: Readonly<Record<Step, React.ReactNode>> = {
    platform: <PlatformStep known={known} onNext={() => progress.goTo('mode')} />,
    mode: <ModeStep routing={routing} platforms={known.platforms} onNext={() => progress.goTo('key')} />,
    key: (
      <KeyStep
        hasKey={key !== undefined}
        secret={secret}
        model={model}
        onMade={(made) => {
          setSecret(made.secret);
          progress.keepKey(made.key.id);
        }}
        onNext={() => progress.goTo('call')}
      />
    ),
    call: <CallStep first={first} />,
  };
  return (
    <ol className="grid max-w-4xl gap-3">
      {STEPS.map((step, index) => (
        <StepCard
          key={step}
          number={index + 1}
          title={t(`start.${step}`)}
          summary={summaries[step]}
          isDone={isDone[step]}
          isActive={step === active}
          onOpen={() => progress.goTo(step)}
        >
          {contents[step]}
        </StepCard>
      ))}
    </ol>
  );
}
