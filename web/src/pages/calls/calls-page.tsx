import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { CallsView } from './calls-view.tsx';
import { isFiltered } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { KeyHelp } from './key-help.tsx';
import { ListActions } from './list-actions.tsx';
import { LiveState } from './live-state-line.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { focusSearch } from './search-box.tsx';
import { Splitter, useSplit } from './splitter.tsx';
import { useCallList } from './use-call-list.ts';
import { useKeys } from './use-keys.ts';
import { useCallsSearch } from './use-search.ts';
import { useWidth } from './use-width.ts';

/** Below it there is room for the list or for a call, not for both. */
const SPLIT_WIDTH = 820;

/** All calls, as they happen; the one that is open beside them. */
export function CallsPage() {
  const { t } = useLanguage();
  const { search } = useCallsSearch();
  const { callId } = useParams({ strict: false });
  const [isReading, setReading] = useState(false);
  const list = useCallList(search, isReading || callId !== undefined);
  return (
    <Page
      title={t('places.calls')}
      isFull
      actions={
        <>
          <LiveState isHeard={list.isHeard} isPaused={isReading || callId !== undefined} />
          <ListActions filterQuery={list.filterQuery} isFiltered={isFiltered(search)} onDeleted={list.refresh} />
        </>
      }
    >
      <div className={callId === undefined ? undefined : 'max-md:hidden'}>
        <FilterBar calls={list.calls} />
      </div>
      <ListAndCall list={list} callId={callId} onReading={setReading} />
    </Page>
  );
}

interface ListAndCallProps {
  readonly list: ReturnType<typeof useCallList>;
  readonly callId: string | undefined;
  readonly onReading: (isReading: boolean) => void;
}

function ListAndCall({ list, callId, onReading }: ListAndCallProps) {
  const [place, width] = useWidth();
  const [share, setShare] = useSplit();
  const [isFull, setFull] = useState(false);
  const [isHelp, setHelp] = useState(false);
  const [activeId, setActiveId] = useState(callId);
  const go = useGoing(list, callId, activeId, setActiveId);
  const isSplit = callId !== undefined && width >= SPLIT_WIDTH && !isFull;
  const isAlone = callId !== undefined && !isSplit;
  const close = callId === undefined ? undefined : go.close;
  useKeys({
    j: go.next,
    k: go.previous,
    escape: isFull && !isNarrow(width) ? () => setFull(false) : close,
    f: close && (() => setFull(!isFull)),
    '/': focusSearch,
    '?': () => setHelp(true),
  });
  return (
    <div ref={place} className="flex min-h-0 flex-1">
      <div
        className={isAlone ? 'hidden' : 'relative flex min-h-0 min-w-0 flex-col'}
        style={{ width: isSplit ? `${share}%` : '100%' }}
      >
        <CallsView
          list={list}
          width={isSplit ? (width * share) / 100 : width}
          activeId={activeId}
          openId={callId}
          onActive={setActiveId}
          onOpen={go.open}
          onReading={onReading}
        />
      </div>
      {isSplit && <Splitter share={share} onChange={setShare} />}
      {callId !== undefined && (
        <PanelFrame
          callId={callId}
          isAlone={isNarrow(width)}
          isFull={isFull}
          onFull={isNarrow(width) ? undefined : () => setFull(!isFull)}
          onPrevious={go.previous}
          onNext={go.next}
          onClose={go.close}
        >
          <Outlet />
        </PanelFrame>
      )}
      {isHelp && <KeyHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

function isNarrow(width: number): boolean {
  return width < SPLIT_WIDTH;
}

/** Ways from call to call within the filter. */
function useGoing(
  list: ListAndCallProps['list'],
  callId: string | undefined,
  activeId: string | undefined,
  setActiveId: (id: string) => void,
) {
  const navigate = useNavigate();
  const open = (id: string, replace = false) => {
    setActiveId(id);
    navigate({ to: '/calls/$callId', params: { callId: id }, search: true, replace, resetScroll: false });
  };
  const at = list.calls.findIndex(({ id }) => id === (callId ?? activeId));
  const to = (index: number) => {
    const call = index < 0 ? undefined : list.calls[index];
    if (call === undefined) return undefined;
    return () => {
      if (index >= list.calls.length - 5 && list.hasMore) list.loadMore();
      if (callId !== undefined) open(call.id, true);
      else {
        setActiveId(call.id);
        requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`call-${call.id}`)?.focus()));
      }
    };
  };
  return {
    open: (id: string) => open(id, callId !== undefined),
    next: to(at + 1),
    previous: to(at - 1),
    close: () => {
      navigate({ to: '/calls', search: true, resetScroll: false });
      if (callId !== undefined)
        requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`call-${callId}`)?.focus()));
    },
  };
}
