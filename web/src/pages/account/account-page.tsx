import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { useNotices } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { ChangePassword } from './change-password.tsx';
import { Sessions } from './sessions.tsx';

/** What is one's own: where one is signed in, and the password. */
export function AccountPage() {
  const { t } = useLanguage();
  const { name, role } = useAccount();
  const notices = useNotices();
  return (
    <Page title={t('account.open')} about={t('account.about', { name, role: t(`role.${role}`) })}>
      <Sessions />
      <ChangePassword name={name} onDone={() => notices.done(t('password.done'))} isForced={false} />
    </Page>
  );
}
