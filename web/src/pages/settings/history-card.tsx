import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight, History, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { HistoryEntry } from '../../../../src/admin/contract/settings.ts';
import { historyQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { type Undo, useUndo } from './use-undo.ts';

interface Chosen extends Undo {
  /** It and the later ones. */
  readonly changes: number;
}

/** Changes of the configuration, newest first; each can be taken back with those after it. */
export function HistoryCard() {
  const { t, count } = useLanguage();
  const history = useInfiniteQuery(historyQuery);
  const undo = useUndo();
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <Card title={t('settings.history')} about={t('settings.history.about')}>
      <Loaded query={history}>
        {({ pages }) => (
          <Changes
            changes={pages.flatMap((page) => page.changes)}
            onUndo={(version, changes) => setChosen({ version, seen: pages[0]?.version ?? version, changes })}
          />
        )}
      </Loaded>
      <More query={history} text={t('settings.history.more')} />
      {chosen !== undefined && (
        <Confirm
          title={t('settings.history.undo')}
          action={t('settings.history.undo')}
          onConfirm={() => undo.mutateAsync(chosen)}
          onClose={() => setChosen(undefined)}
        >
          {count('settings.history.confirm', chosen.changes)}
        </Confirm>
      )}
    </Card>
  );
}

interface ChangesProps {
  readonly changes: readonly HistoryEntry[];
  readonly onUndo: (version: number, changes: number) => void;
}

function Changes({ changes, onUndo }: ChangesProps) {
  const { t } = useLanguage();
  if (changes.length === 0) return <Empty icon={History} title={t('settings.history.none')} />;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {changes.map((change, index) => (
        <li key={change.version} className="flex items-start gap-2 py-2">
          <Change change={change} />
          <Button
            isSmall
            icon={Undo2}
            aria-label={t('settings.history.undo.of', { version: change.version })}
            onClick={() => onUndo(change.version, index + 1)}
          >
            {t('undo')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Change({ change: { version, changedAt, who, what, before, after } }: { readonly change: HistoryEntry }) {
  const { t } = useLanguage();
  return (
    <details className="group min-w-0 flex-1">
      <summary className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 py-0.5 hover:bg-sunken">
        <ChevronRight aria-hidden="true" className="mt-1 size-4 text-quiet transition-transform group-open:rotate-90" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{what}</span>
        <span className="col-start-2 text-sm text-quiet">
          {t('settings.history.by', { version, who })} <Ago at={changedAt} />
        </span>
      </summary>
      <div className="grid gap-3 py-2 pl-7 sm:grid-cols-2">
        <StateOf title={t('settings.history.before')} state={before} />
        <StateOf title={t('settings.history.after')} state={after} />
      </div>
    </details>
  );
}

const STATE_LOOK = 'max-h-72 overflow-auto rounded-lg border border-line bg-sunken p-3 font-mono text-sm';

function StateOf({ title, state }: { readonly title: string; readonly state: unknown }) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-sm text-quiet">{title}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <pre tabIndex={0} className={STATE_LOOK}>
        {JSON.stringify(state, undefined, 2)}
      </pre>
    </div>
  );
}
