import { X } from 'lucide-react';
import { type MouseEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Buttons at its end. */
  readonly footer?: ReactNode;
  readonly isWide?: boolean;
  /** It takes the whole window. */
  readonly isFull?: boolean;
  /** A click beside it does not close it: what it shows is not shown again. */
  readonly isStaying?: boolean;
  readonly children: ReactNode;
}

/**
 * The browser's own modal dialog, open as long as it is rendered: it keeps the focus, gives it back, and Esc closes it.
 * Radix's would put a style element into the page, which the content security policy forbids.
 */
export function Dialog({
  title,
  onClose,
  footer,
  isWide = false,
  isFull = false,
  isStaying = false,
  children,
}: DialogProps) {
  const { t } = useLanguage();
  const id = useId();
  const dialog = useModal();
  const beside = useClickBeside(onClose);
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      aria-labelledby={id}
      onCancel={(event) => {
        // That of a choice of files comes up to here too.
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      {...(!isStaying && beside)}
      className={classes(
        'm-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] rounded-xl border border-line bg-card p-0 text-text shadow-xl outline-none',
        isFull ? 'max-w-none' : isWide ? 'max-w-3xl' : 'max-w-lg',
      )}
    >
      <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-2.5 pr-2.5 pl-5">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          <IconButton icon={X} label={t('close')} onClick={onClose} />
        </header>
        <div className="grid min-h-0 gap-4 overflow-y-auto overscroll-contain p-5">{children}</div>
        {footer !== undefined && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
        )}
      </div>
    </dialog>
  );
}

/** Opens a dialog as long as it is rendered. */
function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    focusFirst(element);
    return () => element?.close();
  }, []);
  return dialog;
}

/** Hears clicks beside a dialog. One that began in it, such as the end of a selection, is none. */
function useClickBeside(onClick: () => void) {
  const isBegun = useRef(false);
  return {
    onPointerDown: ({ target, currentTarget }: PointerEvent) => {
      isBegun.current = target === currentTarget;
    },
    onClick: ({ target, currentTarget }: MouseEvent) => {
      if (isBegun.current && target === currentTarget) onClick();
      isBegun.current = false;
    },
  };
}

const FIELDS = 'input:not(:disabled), textarea:not(:disabled), select:not(:disabled)';

/** The first field, else the dialog itself: not the button that closes it. On a phone a keyboard would cover what is asked. */
function focusFirst(dialog: HTMLDialogElement | null): void {
  const field = matchMedia('(pointer: fine)').matches ? dialog?.querySelector<HTMLElement>(FIELDS) : undefined;
  (field ?? dialog)?.focus();
}
