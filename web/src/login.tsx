import { type FormEvent, useRef, useState } from 'react';
import { ApiError, post } from './api.ts';
import { formatReason } from './format.ts';
import { useLanguage } from './i18n/language.tsx';
import type { Translate } from './i18n/translate.ts';

type Attempt = 'none' | 'busy' | 'empty' | ApiError;

/** Asks for the administrator's password. */
export function Login({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { t } = useLanguage();
  const [attempt, setAttempt] = useState<Attempt>('none');
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const password = field.current?.value ?? '';
    const result = password === '' ? 'empty' : await trySignIn(password, () => setAttempt('busy'));
    if (result === 'done') return onSignedIn();
    setAttempt(result);
    field.current?.select();
  };

  const problem = problemText(attempt, t);
  return (
    <form className="card login" onSubmit={submit} noValidate>
      <h1>{t('login.heading')}</h1>
      <input type="text" name="username" value="admin" autoComplete="username" readOnly hidden />
      <label htmlFor="password">{t('login.password')}</label>
      <input
        ref={field}
        id="password"
        type="password"
        autoComplete="current-password"
        aria-describedby="login-problem login-hint"
        aria-invalid={problem !== undefined}
        // biome-ignore lint/a11y/noAutofocus: the only field of a page that has no other purpose
        autoFocus
      />
      <p id="login-problem" className="problem" role="alert">
        {problem}
      </p>
      <button type="submit" className="main" disabled={attempt === 'busy'}>
        {attempt === 'busy' ? t('login.busy') : t('login.submit')}
      </button>
      <p id="login-hint" className="quiet hint">
        {t('login.hint')}
      </p>
    </form>
  );
}

async function trySignIn(password: string, onBusy: () => void): Promise<'done' | ApiError> {
  onBusy();
  try {
    await post('/api/login', { password });
    return 'done';
  } catch (error) {
    return error instanceof ApiError ? error : new ApiError(0);
  }
}

function problemText(attempt: Attempt, t: Translate): string | undefined {
  if (attempt === 'empty') return t('login.empty');
  if (!(attempt instanceof ApiError)) return undefined;
  if (attempt.status === 401) return t('login.wrong');
  if (attempt.status === 429) return t('login.tooMany');
  return t('login.failed', { reason: formatReason(attempt, t) });
}
