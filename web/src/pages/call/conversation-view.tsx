import { useQuery } from '@tanstack/react-query';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Loaded, Notice } from '../../ui/states.tsx';
import { BodyView } from './body-view.tsx';
import { Messages, MessageView } from './messages.tsx';
import { bodyQuery, type StageView } from './queries.ts';
import { type ReadBody, wholeOf } from './reading/body.ts';
import { readConversation } from './reading/conversation.ts';
import { readReply } from './reading/reply.ts';

/** The call as what was said: the messages of the request, then the reply. */
export function ConversationView({ call, stages }: CallReply) {
  const { t } = useLanguage();
  const request = stages.find(({ stage }) => stage === 'request');
  // Where the client went away before it got anything, the platform's words are there.
  const reply = keptOf(stages, 'reply') ?? keptOf(stages, 'raw');
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      {request === undefined || !isKept(request) ? (
        <p className="text-quiet">{t('call.conversation.noRequest')}</p>
      ) : (
        <Request id={call.id} stage={request} />
      )}
      {reply === undefined ? (
        <p className="text-quiet">{t('call.conversation.noReply')}</p>
      ) : (
        <Reply id={call.id} stage={reply} />
      )}
    </div>
  );
}

function isKept({ keptBytes }: StageView): boolean {
  return keptBytes !== null && keptBytes > 0;
}

function keptOf(stages: readonly StageView[], name: StageView['stage']): StageView | undefined {
  return stages.findLast((stage) => stage.stage === name && isKept(stage));
}

interface SideProps {
  readonly id: string;
  readonly stage: StageView;
}

function Request({ id, stage }: SideProps) {
  const { t } = useLanguage();
  const query = useQuery(bodyQuery(id, stage));
  const label = t('call.stage.request');
  return (
    <Loaded query={query} rows={6}>
      {(body: ReadBody) => {
        const conversation = readConversation(wholeOf(body));
        if (conversation === undefined) return <BodyView id={id} stage={stage} label={label} />;
        return <Messages conversation={conversation} />;
      }}
    </Loaded>
  );
}

function Reply({ id, stage }: SideProps) {
  const { t } = useLanguage();
  const query = useQuery(bodyQuery(id, stage));
  return (
    <Loaded query={query}>
      {(body: ReadBody) => {
        const reply = readReply(wholeOf(body));
        if (reply === undefined) return <BodyView id={id} stage={stage} label={t('call.stage.reply')} />;
        return (
          <>
            {(reply.parts.length > 0 || reply.error === '') && (
              <MessageView
                message={{ role: 'assistant', parts: reply.parts }}
                note={reply.stop === '' ? undefined : t('call.reply.stop', { reason: reply.stop })}
                isReply
              />
            )}
            {reply.error !== '' && <Notice tone="bad">{reply.error}</Notice>}
          </>
        );
      }}
    </Loaded>
  );
}
