import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { recall, remember } from '../../lib/remembered.ts';

const STORED = 'redwolf.calls.split';
const LEAST = 20;
const MOST = 80;
const STEP = 2;

/** How much of the width the list has, in percent; remembered by the browser. */
export function useSplit() {
  const [share, setShare] = useState(() => within(Number(recall(STORED) ?? 42)));
  const change = (next: number) => {
    const kept = within(next);
    setShare(kept);
    remember(STORED, String(kept));
  };
  return [share, change] as const;
}

/** Any number, held between a fifth and four fifths. */
function within(share: number): number {
  return Number.isFinite(share) ? Math.round(Math.min(MOST, Math.max(LEAST, share))) : 42;
}

interface SplitterProps {
  readonly share: number;
  readonly onChange: (share: number) => void;
}

/** The edge between the list and the call, to be dragged or moved by the arrow keys. */
export function Splitter({ share, onChange }: SplitterProps) {
  const { t } = useLanguage();
  const drag = (event: PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const room = event.currentTarget.parentElement?.getBoundingClientRect();
    if (room !== undefined) onChange(((event.clientX - room.left) / room.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: share - STEP,
      ArrowRight: share + STEP,
      Home: LEAST,
      End: MOST,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onChange(target);
  };
  return (
    <hr
      aria-label={t('calls.splitter')}
      aria-orientation="vertical"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={share}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
      className="my-0 h-auto w-3 shrink-0 cursor-col-resize touch-none self-stretch border-0 bg-[linear-gradient(var(--line),var(--line))] bg-[length:3px_3rem] bg-center bg-no-repeat hover:bg-[linear-gradient(var(--accent),var(--accent))]"
    />
  );
}
