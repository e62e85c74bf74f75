import { RedwolfError } from '../lib/errors.ts';

/** Something to read, and no line of more than a table can hold. */
const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,62}[^\s\p{Cc}])?$/u;

/** Throws RedwolfError USER_NAME_INVALID. */
export function checkUserName(name: string): void {
  if (NAME.test(name)) return;
  const message = 'The name of a user has 1 to 64 characters, and no blanks at its ends.';
  throw new RedwolfError('USER_NAME_INVALID', message);
}

/** How a name is compared: `Admin` and `admin` are one user, and so are two ways to type the same characters. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
