import { RedwolfError } from '../lib/errors.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { userNameKey } from './user-name.ts';

const FEWEST_CHARACTERS = 6;
const MOST_BYTES = 1024;

/** Throws RedwolfError PASSWORD_REFUSED, which says what is wrong with the password. */
export function checkPassword(password: string, userName: string): void {
  const problem = passwordProblem(password, userName);
  if (problem !== undefined) throw new RedwolfError('PASSWORD_REFUSED', problem);
}

/** Why a password is no good, in one sentence; undefined for one that is. */
export function passwordProblem(password: string, userName: string): string | undefined {
  const plain = userNameKey(password);
  if ([...password].length < FEWEST_CHARACTERS) return `A password has at least ${FEWEST_CHARACTERS} characters.`;
  if (Buffer.byteLength(password) > MOST_BYTES) return `A password has at most ${MOST_BYTES} bytes.`;
  if (COMMON_PASSWORDS.has(plain)) return 'This password is one of the first that are guessed. Choose another one.';
  if (plain === userNameKey(userName)) return 'The name of the user is no password. Choose another one.';
  return undefined;
}
