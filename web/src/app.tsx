import { useCallback, useEffect, useState } from 'react';
import { ApiError, get, post } from './api.ts';
import { Calls } from './calls.tsx';
import { Failure } from './failure.tsx';
import { LanguageSwitch, useLanguage } from './i18n/language.tsx';
import { Login } from './login.tsx';
import { Status } from './status.tsx';

type Session = 'unknown' | 'none' | 'open' | ApiError;

/** The page: the login, or what it guards. */
export function App() {
  const [session, setSession] = useState<Session>('unknown');
  const check = useCallback(() => {
    setSession('unknown');
    const abort = new AbortController();
    get('/api/session', abort.signal).then(
      () => setSession('open'),
      (error: unknown) => {
        if (!abort.signal.aborted) setSession(afterFailure(error));
      },
    );
    return () => abort.abort();
  }, []);
  useEffect(check, [check]);
  const signedOut = useCallback(() => setSession('none'), []);
  return (
    <>
      <Header onSignedOut={session === 'open' ? signedOut : undefined} />
      <main>
        <Body session={session} retry={check} onSignedIn={() => setSession('open')} onSignedOut={signedOut} />
      </main>
    </>
  );
}

interface BodyProps {
  readonly session: Session;
  readonly retry: () => void;
  readonly onSignedIn: () => void;
  readonly onSignedOut: () => void;
}

function Body({ session, retry, onSignedIn, onSignedOut }: BodyProps) {
  const { t } = useLanguage();
  if (session === 'unknown') return <p className="quiet centre">{t('loading')}</p>;
  if (session === 'none') return <Login onSignedIn={onSignedIn} />;
  if (session instanceof ApiError) return <Failure error={session} retry={retry} />;
  return (
    <>
      <Status onSignedOut={onSignedOut} />
      <Calls onSignedOut={onSignedOut} />
    </>
  );
}

function Header({ onSignedOut }: { readonly onSignedOut: (() => void) | undefined }) {
  const { t } = useLanguage();
  return (
    <header>
      <img src="/logo.svg" alt="" width="28" height="28" />
      <span className="brand">redwolf</span>
      <LanguageSwitch />
      {onSignedOut !== undefined && (
        <button type="button" className="plain" onClick={() => signOut(onSignedOut)}>
          {t('signOut')}
        </button>
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
