import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { IconButton } from '../ui/button.tsx';
import { Brand } from './brand.tsx';

/** The navigation where there is no room beside the page. */
export function Drawer({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const { t } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it; the click is one on what is behind it
    <dialog
      ref={dialog}
      aria-label={t('places')}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="m-0 ml-auto h-dvh max-h-none w-72 max-w-[85vw] border-l border-line bg-page p-0 text-text"
    >
      <div className="flex min-h-full flex-col gap-5 p-4">
        <div className="flex items-center justify-between">
          <Brand />
          <IconButton icon={X} label={t('close')} onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
