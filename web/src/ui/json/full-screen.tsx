import { Maximize2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';

interface FullScreenProps {
  readonly title: string;
  /** Shows the thing; the classes make it fill its place. */
  readonly children: (className: string) => ReactNode;
}

/** A button that shows a thing on the full screen; Esc leads back. */
export function FullScreen({ title, children }: FullScreenProps) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        isSmall
        icon={Maximize2}
        aria-label={t('json.full')}
        title={t('json.full')}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <Dialog title={title} isFull onClose={() => setOpen(false)}>
          {children('h-[calc(100dvh-8rem)]')}
        </Dialog>
      )}
    </>
  );
}
