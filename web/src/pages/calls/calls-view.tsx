import { Link } from '@tanstack/react-router';
import { Activity, FilterX } from 'lucide-react';
import { type PointerEvent, useEffect, useEffectEvent, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { CallGrid } from './call-list.tsx';
import { isFiltered, isTellable, withPart } from './filter.ts';
import { NewPill } from './live-state-line.tsx';
import type { CallList } from './use-call-list.ts';
import { useCallsSearch } from './use-search.ts';

/** From here on there is room for columns, in CSS pixels. */
const WIDE = 960;

interface CallsViewProps {
  readonly list: CallList;
  readonly width: number;
  readonly activeId: string | undefined;
  readonly openId: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Told when somebody begins and stops to look at rows, which then stay where they are. */
  readonly onReading: (isReading: boolean) => void;
}

/** The list, or why there is none. */
export function CallsView({ list, width, onReading, ...rest }: CallsViewProps) {
  const { search, setSearch } = useCallsSearch();
  const reading = useReading(onReading);
  if (list.error !== null && list.calls.length === 0) return <Failure error={list.error} retry={list.retry} />;
  if (list.isLoading) return <Loading rows={12} />;
  const isEmpty = list.calls.length === 0 && list.running.length === 0 && !list.hasMore;
  const showNew = () => {
    list.showNew();
    reading.toTop();
  };
  return (
    <div className="contents" {...reading.handlers}>
      <NewPill list={list} isTellable={isTellable(search)} onShow={showNew} />
      {isEmpty ? (
        <NoCalls />
      ) : (
        <CallGrid
          {...rest}
          list={list}
          isWide={width >= WIDE}
          onFilter={(part) => setSearch(withPart(search, part))}
          onScrolled={reading.setScrolled}
        />
      )}
      {list.error !== null && (
        <div className="pt-3">
          <Failure error={list.error} retry={list.retry} />
        </div>
      )}
    </div>
  );
}

/** Somebody reads while the pointer is on the list, a row has the focus, or the list was scrolled. */
function useReading(onReading: (isReading: boolean) => void) {
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const isReading = isHovered || isFocused || isScrolled;
  const tell = useEffectEvent(onReading);
  useEffect(() => tell(isReading), [isReading]);
  const hover = (isOver: boolean) => (event: PointerEvent) => {
    // A finger does not hover.
    if (event.pointerType === 'mouse') setHovered(isOver);
  };
  return {
    setScrolled,
    toTop: () => {
      document.querySelector('[data-testid="calls-scroll"]')?.scrollTo({ top: 0 });
    },
    handlers: {
      onPointerEnter: hover(true),
      onPointerLeave: hover(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
  };
}

/** There are none at all, or none that fit. */
function NoCalls() {
  const { t } = useLanguage();
  const { role } = useAccount();
  const { search, setSearch } = useCallsSearch();
  if (isFiltered(search)) {
    return (
      <Empty icon={FilterX} title={t('calls.none.fit')}>
        <p>{t('calls.none.fit.about')}</p>
        <Button onClick={() => setSearch({})}>{t('calls.filters.clear')}</Button>
      </Empty>
    );
  }
  const isAdmin = hasRole(role, 'admin');
  return (
    <Empty icon={Activity} title={t('calls.none')}>
      <p>{t(isAdmin ? 'calls.none.about' : 'calls.none.about.member')}</p>
      <Link to={isAdmin ? '/start' : '/keys'} className={buttonClasses('main')}>
        {t(isAdmin ? 'calls.none.start' : 'calls.none.keys')}
      </Link>
    </Empty>
  );
}
