import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { IconButton } from '../../ui/button.tsx';

interface ResettableFieldProps {
  readonly label: string;
  readonly isSet: boolean;
  readonly onReset: () => void;
  /** The field itself. */
  readonly children: ReactNode;
}

/** A field with a button that gives it back to what the platform says. */
export function ResettableField({ label, isSet, onReset, children }: ResettableFieldProps) {
  const { t } = useLanguage();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-1">
      {children}
      <IconButton
        icon={RotateCcw}
        label={t('models.reset', { field: label })}
        disabled={!isSet}
        className="mt-6"
        onClick={onReset}
      />
    </div>
  );
}
