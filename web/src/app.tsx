import { useCallback, useEffect, useState } from 'react';
import type { AccountReply } from '../../src/admin/contract.ts';
import { ApiError, get, post } from './api.ts';
import { Calls } from './calls.tsx';
import { ChangePassword } from './change-password.tsx';
import { Failure } from './failure.tsx';
import { LanguageSwitch, useLanguage } from './i18n/language.tsx';
import { Login } from './login.tsx';
import { Status } from './status.tsx';

type Session = 'unknown' | 'none' | AccountReply | ApiError;

/** The address of the original for it. */
const CHANGE_PASSWORD = '/change-password';

/** The page: the login, or what it guards. */
export function App() {
  const [session, setSession] = useState<Session>('unknown');
  const [isChanging, setChanging] = useState(location.pathname === CHANGE_PASSWORD);
  const check = useCallback(() => {
    setSession('unknown');
    const abort = new AbortController();
    get<AccountReply>('/api/session', abort.signal).then(setSession, (error: unknown) => {
      if (!abort.signal.aborted) setSession(afterFailure(error));
    });
    return () => abort.abort();
  }, []);
  useEffect(check, [check]);
  const signedOut = useCallback(() => setSession('none'), []);
  const change = (wanted: boolean) => {
    history.replaceState(null, '', wanted ? CHANGE_PASSWORD : '/');
    setChanging(wanted);
  };
  const account = typeof session === 'object' && !(session instanceof ApiError) ? session : undefined;
  const passwordChanged = () => {
    change(false);
    check();
  };
  return (
    <>
      <Header account={account} onChangePassword={() => change(true)} onSignedOut={signedOut} />
      <main>
        {account === undefined ? (
          <Outside session={session} retry={check} onSignedIn={check} />
        ) : account.mustChangePassword || isChanging ? (
          <ChangePassword
            name={account.user.name}
            onDone={passwordChanged}
            onCancel={account.mustChangePassword ? undefined : () => change(false)}
          />
        ) : (
          <Inside account={account} onSignedOut={signedOut} />
        )}
      </main>
    </>
  );
}

interface OutsideProps {
  readonly session: Session;
  readonly retry: () => void;
  readonly onSignedIn: () => void;
}

function Outside({ session, retry, onSignedIn }: OutsideProps) {
  const { t } = useLanguage();
  if (session instanceof ApiError) return <Failure error={session} retry={retry} />;
  return session === 'none' ? <Login onSignedIn={onSignedIn} /> : <p className="quiet centre">{t('loading')}</p>;
}

interface InsideProps {
  readonly account: AccountReply;
  readonly onSignedOut: () => void;
}

function Inside({ account, onSignedOut }: InsideProps) {
  return (
    <>
      <Status onSignedOut={onSignedOut} />
      {account.user.role !== 'viewer' && <Calls onSignedOut={onSignedOut} />}
    </>
  );
}

interface HeaderProps {
  readonly account: AccountReply | undefined;
  readonly onChangePassword: () => void;
  readonly onSignedOut: () => void;
}

function Header({ account, onChangePassword, onSignedOut }: HeaderProps) {
  const { t } = useLanguage();
  return (
    <header>
      <img src="/logo.svg" alt="" width="28" height="28" />
      <span className="brand">redwolf</span>
      <LanguageSwitch />
      {account !== undefined && (
        <>
          {!account.mustChangePassword && (
            <button type="button" className="plain" title={t('password.heading')} onClick={onChangePassword}>
              <span className="unseen">{t('password.heading')}: </span>
              <span className="account">{account.user.name}</span>
            </button>
          )}
          <button type="button" className="plain" onClick={() => signOut(onSignedOut)}>
            {t('signOut')}
          </button>
        </>
      )}
    </header>
  );
}

function afterFailure(error: unknown): Session {
  if (!(error instanceof ApiError)) return new ApiError(0);
  return error.status === 401 ? 'none' : error;
}

/** Leaves the page in any case: the next request shows whether the session is really over. */
async function signOut(done: () => void): Promise<void> {
  await post('/api/logout', {}).catch(() => undefined);
  done();
}
