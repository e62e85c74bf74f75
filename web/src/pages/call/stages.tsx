import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatBytes } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { BodyView } from './body-view.tsx';
import type { StageView } from './queries.ts';

const STAGES = ['request', 'sent', 'raw', 'reply'] as const;

/** The four stages of a call, one below the other. */
export function Stages({ call, stages }: CallReply) {
  const { t } = useLanguage();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {STAGES.map((name) => {
        const all = stages.filter(({ stage }) => stage === name);
        return all.length === 0 ? (
          <section key={name} aria-label={t(`call.stage.${name}`)}>
            <h3 className="font-semibold">{t(`call.stage.${name}`)}</h3>
            <p className="text-quiet">{t('call.stage.none')}</p>
          </section>
        ) : (
          <Stage key={name} id={call.id} name={name} all={all} call={call} />
        );
      })}
    </div>
  );
}

/** A larger body is loaded when its stage is opened. */
const OPEN_BYTES = 1024 * 1024;

interface StageProps {
  readonly id: string;
  readonly name: StageView['stage'];
  /** One for each attempt that came so far. */
  readonly all: readonly StageView[];
  readonly call: CallReply['call'];
}

function Stage({ id, name, all, call }: StageProps) {
  const { t } = useLanguage();
  const [attempt, setAttempt] = useState<number>();
  const stage = all.find((one) => one.attempt === attempt) ?? all.at(-1);
  const [isOpen, setOpen] = useState((stage?.keptBytes ?? 0) <= OPEN_BYTES);
  if (stage === undefined) return null;
  const title = t(`call.stage.${name}`);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group min-w-0 rounded-xl border border-line p-3"
    >
      <summary className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ChevronRight aria-hidden="true" className="size-4 text-quiet transition-transform group-open:rotate-90" />
        <h3 className="font-semibold">{title}</h3>
        <StageHead stage={stage} platform={call.attempts[stage.attempt]?.platform} />
      </summary>
      <div className="mt-3 grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
        {all.length > 1 && (
          <select
            aria-label={t('call.attempt.choose')}
            value={stage.attempt}
            onChange={(event) => setAttempt(Number(event.target.value))}
            className={`${CONTROL} max-w-sm`}
          >
            {all.map((one) => (
              <option key={one.attempt} value={one.attempt}>
                {t('call.attempt.number', { number: one.attempt + 1 })} · {call.attempts[one.attempt]?.platform ?? '–'}{' '}
                · {call.attempts[one.attempt]?.model ?? '–'}
              </option>
            ))}
          </select>
        )}
        <Headers headers={stage.head.headers} />
        {isOpen && <BodyView key={stage.attempt} id={id} stage={stage} label={title} />}
      </div>
    </details>
  );
}

function StageHead({ stage, platform }: { readonly stage: StageView; readonly platform: string | undefined }) {
  const { head, bytes } = stage;
  const isPlatform = stage.stage === 'sent' || stage.stage === 'raw';
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2 text-sm text-quiet">
      {isPlatform && platform !== undefined && <span>{platform}</span>}
      {head.path !== undefined && (
        <code className="[overflow-wrap:anywhere]">
          {head.method ?? 'POST'} {head.path}
        </code>
      )}
      {head.status !== undefined && <Badge tone={head.status < 400 ? 'good' : 'bad'}>{head.status}</Badge>}
      <span>{formatBytes(bytes)}</span>
    </span>
  );
}

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const { t, count } = useLanguage();
  const all = Object.entries(headers);
  if (all.length === 0) return null;
  return (
    <details>
      <summary className="text-sm text-quiet">{count('call.headers', all.length)}</summary>
      <dl className="mt-2 grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-1 font-mono text-sm">
        {all.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet [overflow-wrap:anywhere]">{name}</dt>
            <dd className="[overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-quiet">{t('call.headers.about')}</p>
    </details>
  );
}
