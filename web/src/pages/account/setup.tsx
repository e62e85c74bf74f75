import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { AccountForm } from './account-form.tsx';
import { explainRefusal, newPasswordFields, newPasswordProblem } from './new-password.ts';

/** The first administrator chooses a password, with the token that was printed in the terminal. */
export function Setup({ onDone }: { readonly onDone: () => void }) {
  const { t } = useLanguage();
  return (
    <AccountForm
      heading={t('setup.heading')}
      about={t('setup.about')}
      fields={[{ name: 'token', label: t('setup.token'), type: 'text', autoComplete: 'off' }, ...newPasswordFields(t)]}
      first="token"
      submit={t('setup.submit')}
      busy={t('password.busy')}
      check={(value) => (value('token').trim() === '' ? t('setup.empty') : newPasswordProblem(value, t))}
      submitValues={async (value) => {
        await send('POST', '/api/setup', { token: value('token').trim(), password: value('new-password') });
        onDone();
      }}
      explain={explainRefusal}
    />
  );
}
