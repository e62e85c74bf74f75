import { useEffect, useState } from 'react';
import type { SetupReply } from '../../../../src/admin/contract/accounts.ts';
import { get, send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { Loading } from '../../ui/states.tsx';
import { AccountForm } from './account-form.tsx';
import { explainRefusal } from './new-password.ts';
import { Setup } from './setup.tsx';

interface LoginProps {
  readonly onSignedIn: () => void;
}

/** Asks who is there; before there is any password, for what takes its place. */
export function Login({ onSignedIn }: LoginProps) {
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
  if (state === undefined) return <Loading />;
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
      submitValues={async (value) => {
        await send('POST', '/api/login', { name: value('name'), password: value('password') });
        onSignedIn();
      }}
      explain={explainRefusal}
    >
      <p className="text-sm text-quiet">{t(HINTS[state])}</p>
    </AccountForm>
  );
}
