import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A password that the gateway has made for somebody. */
export interface FreshPassword {
  readonly name: string;
  readonly password: string;
}

/** Shows it, this once. */
export function PasswordOnce({ fresh, onClose }: { readonly fresh: FreshPassword; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const footer = (
    <Button look="main" onClick={onClose}>
      {t('users.password.noted')}
    </Button>
  );
  return (
    <Dialog title={t('users.password.title', { name: fresh.name })} onClose={onClose} footer={footer} isStaying>
      <p>{t('users.password.about')}</p>
      <Code text={fresh.password} />
    </Dialog>
  );
}
