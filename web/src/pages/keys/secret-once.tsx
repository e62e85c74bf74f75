import type { SecretReply } from '../../../../src/admin/contract/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** The secret of a new key, this once, and where it goes. */
export function SecretOnce({ fresh, onClose }: { readonly fresh: SecretReply; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const lines = [
    `export ANTHROPIC_BASE_URL=${location.origin}/api/v1/claude-code`,
    `export ANTHROPIC_AUTH_TOKEN=${fresh.secret}`,
    'claude',
  ].join('\n');
  const footer = (
    <Button look="main" onClick={onClose}>
      {t('keys.secret.noted')}
    </Button>
  );
  return (
    <Dialog title={t('keys.secret.title', { name: fresh.key.name })} onClose={onClose} footer={footer} isWide isStaying>
      <p>{t('keys.secret.about')}</p>
      <Code text={fresh.secret} />
      <p>{t('keys.secret.claude')}</p>
      <Code text={lines} />
    </Dialog>
  );
}
