import type { ApiError } from '../../api/client.ts';
import type { Translate } from '../../i18n/translate.ts';
import { formatFailure } from '../../lib/format.ts';
import type { Field } from './account-form.tsx';

const FEWEST_CHARACTERS = 6;

/** The fields for a password that somebody chooses. */
export function newPasswordFields(t: Translate): readonly Field[] {
  return [
    { name: 'new-password', label: t('password.new'), type: 'password', autoComplete: 'new-password' },
    { name: 'confirmation', label: t('password.confirm'), type: 'password', autoComplete: 'new-password' },
  ];
}

/** What is wrong with it, as far as the page can tell; the gateway knows more. */
export function newPasswordProblem(value: (name: string) => string, t: Translate): string | undefined {
  const password = value('new-password');
  if ([...password].length < FEWEST_CHARACTERS) return t('password.short', { count: FEWEST_CHARACTERS });
  return password === value('confirmation') ? undefined : t('password.differ');
}

/** Why the gateway refused a form about passwords. */
export function explainRefusal(error: ApiError, t: Translate): string {
  if (error.status === 429) return t('login.tooMany');
  if (error.code === 'LOGIN_FAILED') return t('login.wrong');
  if (error.code === 'PASSWORD_WRONG') return t('password.wrong');
  if (error.code === 'PASSWORD_REFUSED') return t('password.refused');
  if (error.code === 'SETUP_REFUSED') return t('setup.refused');
  return t('login.failed', { reason: formatFailure(error, t) });
}
