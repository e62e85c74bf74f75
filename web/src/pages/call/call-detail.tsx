import { useQuery } from '@tanstack/react-query';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { callQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { usePurposeName } from '../../ui/call-parts.tsx';
import { Loaded, Notice } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CallActions } from './actions.tsx';
import { Attempts, Losses } from './attempts.tsx';
import { CallFacts } from './call-facts.tsx';
import { ConversationView } from './conversation-view.tsx';
import { DecisionCard } from './decision-card.tsx';
import { DifferenceView } from './difference-view.tsx';
import { NotKept } from './kept.tsx';
import { useRememberedChoice } from './remembered-choice.ts';
import { Stages } from './stages.tsx';
import { TokenBar } from './token-bar.tsx';

/** All that is known of one call. It fits a panel of 380 pixels, and a page. */
export function CallDetail({ id }: { readonly id: string }) {
  const query = useQuery(callQuery(id));
  return (
    <Loaded query={query} rows={8}>
      {(reply) => <Detail key={id} {...reply} />}
    </Loaded>
  );
}

function Detail({ call, stages }: CallReply) {
  return (
    <article className="relative @container grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      <Head call={call} stages={stages} />
      {call.errorMessage !== null && <Notice tone="bad">{call.errorMessage}</Notice>}
      <CallFacts call={call} />
      <TokenBar call={call} />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 @4xl:grid-cols-2">
        <DecisionCard call={call} />
        <Attempts call={call} />
      </div>
      <Losses losses={call.losses} />
      <NotKept stages={stages} />
      <Views call={call} stages={stages} />
    </article>
  );
}

const TONES: Readonly<Record<CallReply['call']['outcome'], Tone>> = { ok: 'good', error: 'bad', aborted: 'warn' };

function Head({ call, stages }: CallReply) {
  const { t } = useLanguage();
  const purposeName = usePurposeName();
  const { outcome, status, errorKind, model, requestedModel, platform, scene, isStream, purpose } = call;
  const about = [
    ...(platform === null ? [] : [t('call.of', { platform })]),
    ...(model === null || model === requestedModel ? [] : [t('call.requested', { model: requestedModel || '–' })]),
  ];
  return (
    <header className="flex items-start justify-between gap-3">
      <div className="min-w-0">
        <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">{model ?? requestedModel}</h2>
        <p className="text-sm text-quiet [overflow-wrap:anywhere]">{about.join(' · ')}</p>
        <p className="mt-2 flex flex-wrap gap-1.5">
          <Badge tone={TONES[outcome]}>
            {status} {t(`outcome.${outcome}`)}
          </Badge>
          {errorKind !== null && <Badge tone="bad">{errorKind}</Badge>}
          {scene !== null && <Badge tone="info">{t('call.scene', { scene })}</Badge>}
          <Badge>{t(isStream ? 'call.streamed' : 'call.whole')}</Badge>
          {purpose !== '' && <Badge title={t('call.purpose')}>{purposeName(purpose)}</Badge>}
        </p>
      </div>
      <CallActions call={call} stages={stages} />
    </header>
  );
}

const VIEWS = ['conversation', 'stages', 'difference'] as const;

function Views(reply: CallReply) {
  const { t } = useLanguage();
  const [view, setView] = useRememberedChoice('view', VIEWS, 'conversation');
  return (
    <Tabs
      label={t('call.views')}
      value={view}
      onChange={setView}
      tabs={[
        { value: 'conversation', title: t('call.conversation'), content: () => <ConversationView {...reply} /> },
        { value: 'stages', title: t('call.stages'), content: () => <Stages {...reply} /> },
        { value: 'difference', title: t('call.difference'), content: () => <DifferenceView {...reply} /> },
      ]}
    />
  );
}
