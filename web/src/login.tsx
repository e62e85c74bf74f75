import { useEffect, useState } from 'react';
import type { SetupReply } from '../../src/admin/contract.ts';
import { AccountForm } from './account-form.tsx';
import { get, post } from './api.ts';
import { useLanguage } from './i18n/language.tsx';
import type { MessageKey } from './i18n/translate.ts';
import { explainRefusal } from './new-password.ts';
import { Setup } from './setup.tsx';

interface LoginProps {
  readonly onSignedIn: () => void;
}

/** Asks who is there; before there is any password, for what takes its place. */
export function Login({ onSignedIn }: LoginProps) {
  const { t } = useLanguage();
  const [state, setState] = useState<SetupReply['state']>();
  useEffect(() => {
    const abort = new AbortController();
    get<SetupReply>('/api/setup', abort.signal).then(
      (reply) => setState(reply.state),
      // Whatever is wrong, the login will say it.
      () => !abort.signal.aborted && setState('done'),
    );
    return () => abort.abort();
  }, []);
  if (state === undefined) return <p className="quiet centre">{t('loading')}</p>;
  return state === 'token' ? <Setup onDone={onSignedIn} /> : <SignIn state={state} onSignedIn={onSignedIn} />;
}

const HINTS: Readonly<Record<SetupReply['state'], MessageKey>> = {
  done: 'login.hint',
  initial: 'login.hint.initial',
  token: 'login.hint',
  elsewhere: 'login.hint.elsewhere',
};

function SignIn({ state, onSignedIn }: LoginProps & SetupReply) {
  const { t } = useLanguage();
  return (
    <AccountForm
      heading={t('login.heading')}
      fields={[
        { name: 'name', label: t('login.name'), type: 'text', autoComplete: 'username', initial: 'admin' },
        { name: 'password', label: t('login.password'), type: 'password', autoComplete: 'current-password' },
      ]}
      first="password"
      submit={t('login.submit')}
      busy={t('login.busy')}
      check={(value) => (value('name') === '' || value('password') === '' ? t('login.empty') : undefined)}
      send={async (value) => {
        await post('/api/login', { name: value('name'), password: value('password') });
        onSignedIn();
      }}
      explain={explainRefusal}
    >
      <p className="quiet hint">{t(HINTS[state])}</p>
    </AccountForm>
  );
}
