import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ChangeList } from './change-list.tsx';
import { bodyQuery, type StageView } from './queries.ts';
import { type ReadBody, wholeOf } from './reading/body.ts';
import { comparableOf } from './reading/comparable.ts';
import { readConversation } from './reading/conversation.ts';
import { differenceOf } from './reading/difference.ts';
import { readReply } from './reading/reply.ts';

type Sides = 'requests' | 'replies';
type By = 'meaning' | 'fields';

/** What redwolf changed: between the client and the platform, and on the way back. */
export function DifferenceView({ call, stages }: CallReply) {
  const { t } = useLanguage();
  const [sides, setSides] = useState<Sides>('requests');
  const isConverted = call.platformProtocol !== null && call.platformProtocol !== call.clientProtocol;
  const [by, setBy] = useState<By>(isConverted ? 'meaning' : 'fields');
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap gap-2">
        <Choice
          label={t('call.difference.sides')}
          value={sides}
          onChange={setSides}
          options={(['requests', 'replies'] as const).map((value) => ({ value, text: t(`call.difference.${value}`) }))}
        />
        <Choice
          label={t('call.difference.by')}
          value={by}
          onChange={setBy}
          options={(['fields', 'meaning'] as const).map((value) => ({ value, text: t(`call.difference.${value}`) }))}
        />
      </div>
      <p className="text-sm text-quiet">
        {t(`call.difference.${sides}.about`)}{' '}
        {isConverted &&
          t('call.difference.converted', { client: call.clientProtocol, platform: call.platformProtocol ?? '' })}
      </p>
      <Compared key={sides} id={call.id} stages={pairOf(sides, stages)} sides={sides} by={by} />
    </div>
  );
}

/** The client's side first for requests, the platform's for replies; of several attempts the last one. */
function pairOf(sides: Sides, stages: readonly StageView[]): readonly StageView[] {
  const names = sides === 'requests' ? ['request', 'sent'] : ['raw', 'reply'];
  return names.flatMap((name) => {
    const found = stages.findLast(({ stage, keptBytes }) => stage === name && keptBytes !== null && keptBytes > 0);
    return found === undefined ? [] : [found];
  });
}

interface ComparedProps {
  readonly id: string;
  readonly stages: readonly StageView[];
  readonly sides: Sides;
  readonly by: By;
}

function Compared({ id, stages, sides, by }: ComparedProps) {
  const { t } = useLanguage();
  const query = useQueries({
    queries: stages.map((stage) => bodyQuery(id, stage)),
    combine: (results) => ({
      data: results.every(({ data }) => data !== undefined) ? results.flatMap(({ data }) => data ?? []) : undefined,
      error: results.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => Promise.all(results.map(({ refetch }) => refetch())),
    }),
  });
  if (stages.length < 2) return <p className="text-quiet">{t('call.difference.notKept')}</p>;
  return (
    <Loaded query={query}>
      {([before, after]) => {
        const [one, other] = [sideOf(before, sides, by), sideOf(after, sides, by)];
        if (one === undefined || other === undefined)
          return <p className="text-quiet">{t('call.difference.noJson')}</p>;
        return <ChangeList difference={differenceOf(one, other)} />;
      }}
    </Loaded>
  );
}

/** The JSON of a body, or what it says, in the same form for every protocol. */
function sideOf(body: ReadBody | undefined, sides: Sides, by: By): unknown {
  if (body === undefined) return undefined;
  const whole = wholeOf(body);
  if (by === 'fields') return whole;
  if (sides === 'replies') return readReply(whole);
  const conversation = readConversation(whole);
  return conversation && comparableOf(conversation);
}
