import { ArrowUp, RotateCw } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';
import type { CallList } from './use-call-list.ts';

/** Whether new calls come by themselves. */
export function LiveState({ isHeard, isPaused }: { readonly isHeard: boolean; readonly isPaused: boolean }) {
  const { t } = useLanguage();
  const state = isHeard ? (isPaused ? 'paused' : 'on') : 'off';
  return (
    <span role="status" title={t(`calls.live.${state}.about`)} className="flex items-center gap-2 text-sm text-quiet">
      <span
        aria-hidden="true"
        className={classes(
          'size-2 rounded-full',
          state === 'on' && 'bg-good',
          state === 'paused' && 'bg-info',
          state === 'off' && 'animate-pulse bg-warn',
        )}
      />
      {t(`calls.live.${state}`)}
    </span>
  );
}

interface NewPillProps {
  readonly list: CallList;
  readonly isTellable: boolean;
  readonly onShow: () => void;
}

/** How many calls wait above the list. */
export function NewPill({ list, isTellable, onShow }: NewPillProps) {
  const { t, count } = useLanguage();
  const { newCount, isStale } = list;
  if (newCount === 0 && !isStale) return null;
  const isRead = isStale || !isTellable;
  const Icon = isRead ? RotateCw : ArrowUp;
  return (
    <button
      type="button"
      onClick={onShow}
      className="absolute top-12 left-1/2 z-10 flex min-h-9 -translate-x-1/2 items-center gap-2 rounded-full bg-accent px-4 text-sm font-semibold whitespace-nowrap text-on-accent shadow-lg hover:brightness-110"
    >
      <Icon aria-hidden="true" className="size-4" />
      <span aria-live="polite">
        {newCount === 0 ? t('calls.stale') : count(isRead ? 'calls.newElsewhere' : 'calls.new', newCount)}
      </span>
    </button>
  );
}
