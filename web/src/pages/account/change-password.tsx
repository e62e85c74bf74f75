import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { AccountForm } from './account-form.tsx';
import { explainRefusal, newPasswordFields, newPasswordProblem } from './new-password.ts';

interface ChangePasswordProps {
  readonly name: string;
  readonly onDone: () => void;
  /** It must be changed before anything else. */
  readonly isForced: boolean;
}

/** Asks for another password. */
export function ChangePassword({ name, onDone, isForced }: ChangePasswordProps) {
  const { t } = useLanguage();
  return (
    <AccountForm
      heading={t('password.heading')}
      about={t(isForced ? 'password.forced' : 'password.about', { name })}
      fields={[
        { name: 'current-password', label: t('password.current'), type: 'password', autoComplete: 'current-password' },
        ...newPasswordFields(t),
      ]}
      first={isForced ? 'current-password' : undefined}
      submit={t('password.submit')}
      busy={t('password.busy')}
      check={(value) => (value('current-password') === '' ? t('password.empty') : newPasswordProblem(value, t))}
      submitValues={async (value) => {
        const change = { current_password: value('current-password'), new_password: value('new-password') };
        await send('POST', '/api/change-password', change);
        onDone();
      }}
      explain={explainRefusal}
    />
  );
}
