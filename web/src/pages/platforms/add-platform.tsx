import { useState } from 'react';
import type { PlatformsReply } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AddForm } from './add-form.tsx';
import { TypeChoice } from './type-choice.tsx';
import type { PlatformType } from './types.ts';

interface AddPlatformProps {
  readonly known: PlatformsReply;
  readonly onAdded: (id: string) => void;
}

/** Two steps: which type, and what it needs. */
export function AddPlatform({ known, onAdded }: AddPlatformProps) {
  const [type, setType] = useState<PlatformType>();
  if (type === undefined) return <TypeChoice types={known.types} onChoose={setType} />;
  return <AddForm type={type} platforms={known.platforms} onBack={() => setType(undefined)} onAdded={onAdded} />;
}

/** The same in a dialog. */
export function AddDialog({ onClose, ...rest }: AddPlatformProps & { readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog title={t('platforms.add.title')} isWide onClose={onClose}>
      <AddPlatform {...rest} />
    </Dialog>
  );
}
