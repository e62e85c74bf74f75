import { ScrollText, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { bytesOf } from '../../lib/bytes.ts';
import { formatBytes } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { JsonView } from '../../ui/json/json-view.tsx';
import { Fold } from './fold.tsx';
import { Parts } from './part-view.tsx';
import { type Conversation, type Message, type Part, wordsOf } from './reading/parts.ts';

/** As many of the last messages are shown at first. */
const SHOWN = 12;

/** The messages of a request, with what the system says and the tools above them. */
export function Messages({ conversation: { system, tools, messages } }: { readonly conversation: Conversation }) {
  const { t, count } = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const first = isWhole ? 0 : Math.max(0, messages.length - SHOWN);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      {system.length > 0 && <System parts={system} />}
      {tools.length > 0 && (
        <Fold
          icon={Wrench}
          title={`${count('call.tools', tools.length)}: ${tools.map(({ name }) => name).join(', ')}`}
          note={formatBytes(bytesOf(JSON.stringify(tools.map(({ definition }) => definition))))}
        >
          {() => <JsonView value={tools.map(({ definition }) => definition)} label={t('call.tools.label')} />}
        </Fold>
      )}
      {messages.length === 0 && <p className="text-quiet">{t('call.conversation.empty')}</p>}
      {first > 0 && (
        <Button isSmall className="justify-self-center" onClick={() => setWhole(true)}>
          {count('call.conversation.earlier', first)}
        </Button>
      )}
      {messages.slice(first).map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other names, and never change
        <MessageView key={first + index} message={message} />
      ))}
    </div>
  );
}

function System({ parts }: { readonly parts: readonly Part[] }) {
  const { t } = useLanguage();
  return (
    <Fold icon={ScrollText} title={t('call.system')} note={formatBytes(bytesOf(wordsOf(parts)))}>
      {() => <Parts parts={parts} />}
    </Fold>
  );
}

const ROLES: Readonly<Record<string, MessageKey>> = {
  user: 'call.role.user',
  assistant: 'call.role.assistant',
  tool: 'call.role.tool',
  system: 'call.role.system',
  developer: 'call.role.developer',
};

interface MessageProps {
  readonly message: Message;
  /** Beside the role. */
  readonly note?: string | undefined;
  /** It is what the model answered in this call. */
  readonly isReply?: boolean;
}

/** One message. */
export function MessageView({ message: { role, parts }, note, isReply = false }: MessageProps) {
  const { t } = useLanguage();
  const key = Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
  if (role === 'system' || role === 'developer') return <System parts={parts} />;
  return (
    <section
      className={classes(
        'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 rounded-xl border px-3.5 py-3',
        role === 'user' ? 'border-line bg-sunken' : isReply ? 'border-accent bg-card' : 'border-line bg-card',
      )}
    >
      <h3 className="flex flex-wrap items-baseline justify-between gap-2 text-sm">
        <span className={classes('font-semibold', role === 'user' ? 'text-info' : 'text-accent')}>
          {isReply ? t('call.reply') : key === undefined ? role || t('call.role.none') : t(key)}
        </span>
        {note !== undefined && <span className="text-quiet">{note}</span>}
      </h3>
      {parts.length === 0 ? <p className="text-quiet">{t('call.nothing')}</p> : <Parts parts={parts} />}
    </section>
  );
}
