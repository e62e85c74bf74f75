import { type ReactNode, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { formatFailure } from '../lib/format.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  /** Must be typed, where what is destroyed cannot be brought back. */
  readonly word?: string;
  /** The dialog closes when it is done; a failure is shown in it. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is destroyed. */
export function Confirm({ title, children, action, word, onConfirm, onClose }: ConfirmProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const confirm = () => {
    setBusy(true);
    onConfirm().then(onClose, (error: unknown) => {
      setBusy(false);
      setProblem(formatFailure(error, t));
    });
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="danger" disabled={isBusy || (word !== undefined && typed.trim() !== word)} onClick={confirm}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} footer={footer}>
      <div>{children}</div>
      {word !== undefined && (
        <TextField
          label={t('confirm.type', { word })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
