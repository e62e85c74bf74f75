import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { SecretReply } from '../../../../src/admin/contract/keys.ts';
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
  const keys = useQuery(keysQuery).data?.keys ?? [];
  const key = keys.find(({ id }) => id === progress.keyId);
  const first = useFirstCall(progress.keyId);
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
  // A step that becomes done while it is looked at stays open: what came of it is to be seen.
  const [opened] = useState(() => STEPS.find((step) => !isDone[step]) ?? 'call');
  const active = progress.step ?? opened;
  const contents = useContents({ known, routing, progress, hasKey: key !== undefined, first });
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

interface ContentsOptions extends StepsProps {
  readonly progress: ReturnType<typeof useProgress>;
  readonly hasKey: boolean;
  readonly first: ReturnType<typeof useFirstCall>;
}

/** What is in each step. The new key is known here as long as the page is not loaded anew. */
function useContents(options: ContentsOptions): Readonly<Record<Step, ReactNode>> {
  const { known, routing, progress, hasKey, first } = options;
  const [secret, setSecret] = useState<string>();
  const made = ({ key, secret: fresh }: SecretReply) => {
    setSecret(fresh);
    progress.keepKey(key.id);
  };
  // In the other modes any name will do.
  const model = routing.mode === 'claude_code' ? speakingAnthropic(known.platforms)[0]?.models[0] : undefined;
  return {
    platform: <PlatformStep known={known} onNext={() => progress.goTo('mode')} />,
    mode: <ModeStep routing={routing} platforms={known.platforms} onNext={() => progress.goTo('key')} />,
    key: <KeyStep hasKey={hasKey} secret={secret} model={model} onMade={made} onNext={() => progress.goTo('call')} />,
    call: <CallStep first={first} />,
  };
}
