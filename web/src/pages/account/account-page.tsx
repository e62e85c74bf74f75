import { useNavigate } from '@tanstack/react-router';
import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { Page } from '../../ui/page.tsx';
import { ChangePassword } from './change-password.tsx';

/** What is one's own: the password. */
export function AccountPage() {
  const { t } = useLanguage();
  const { name } = useAccount();
  const navigate = useNavigate();
  return (
    <Page title={t('account.open')}>
      <ChangePassword name={name} onDone={() => navigate({ to: '/' })} onCancel={() => navigate({ to: '/' })} />
    </Page>
  );
}
