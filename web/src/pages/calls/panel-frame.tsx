import { Link } from '@tanstack/react-router';
import { ArrowLeft, ChevronDown, ChevronUp, ExternalLink, Maximize2, Minimize2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { buttonClasses, IconButton } from '../../ui/button.tsx';

const BODY = 'min-h-0 flex-1 overflow-y-auto p-3 -outline-offset-2 [overflow-wrap:anywhere] sm:p-4';

interface PanelFrameProps {
  readonly callId: string;
  /** It has the whole width, and the list is behind it. */
  readonly isAlone: boolean;
  readonly isFull: boolean;
  readonly onFull: (() => void) | undefined;
  /** Undefined: there is none in this direction. */
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is around a call that is open: where to go from it. */
export function PanelFrame({
  callId,
  isAlone,
  isFull,
  onFull,
  onPrevious,
  onNext,
  onClose,
  children,
}: PanelFrameProps) {
  const { t } = useLanguage();
  return (
    <section
      aria-label={t('calls.panel')}
      className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-card"
    >
      <header className="flex items-center gap-1 border-b border-line px-1.5 py-1">
        {isAlone && <IconButton icon={ArrowLeft} label={t('calls.panel.back')} onClick={onClose} />}
        <IconButton
          icon={ChevronUp}
          label={t('calls.panel.previous')}
          disabled={onPrevious === undefined}
          onClick={onPrevious}
        />
        <IconButton icon={ChevronDown} label={t('calls.panel.next')} disabled={onNext === undefined} onClick={onNext} />
        <span className="flex-1" />
        <Link
          to="/calls/$callId"
          params={{ callId }}
          target="_blank"
          aria-label={t('calls.panel.tab')}
          title={t('calls.panel.tab')}
          className={`${buttonClasses('plain')} size-9 px-0!`}
        >
          <ExternalLink aria-hidden="true" className="size-4.5" />
        </Link>
        {onFull !== undefined && (
          <IconButton
            icon={isFull ? Minimize2 : Maximize2}
            label={t(isFull ? 'calls.panel.beside' : 'calls.panel.full')}
            aria-pressed={isFull}
            onClick={onFull}
          />
        )}
        {!isAlone && <IconButton icon={X} label={t('close')} onClick={onClose} />}
      </header>
      {/* Another call begins at its top. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <div key={callId} tabIndex={0} className={BODY}>
        {children}
      </div>
    </section>
  );
}
