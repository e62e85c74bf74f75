import type { AdminContext, AdminParts } from './context.ts';
import { AdminError } from './errors.ts';

/**
 * Checks a password or a token, as often as the login limit allows. Every route of the rate class `guess` goes through it.
 *
 * Rejects with AdminError TOO_MANY_TRIES.
 * @param account what the secret is for
 * @param check resolves with undefined where the secret is wrong
 */
export async function guarded<Result>(
  context: AdminContext,
  { loginLimit }: AdminParts,
  account: string,
  check: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const { address } = context.var.origin;
  const wait = loginLimit.begin(address, account);
  if (wait > 0) throw tooManyTries(wait);
  const result = await check();
  if (result !== undefined) loginLimit.succeeded(address, account);
  return result;
}

function tooManyTries(waitMs: number): AdminError {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Too many wrong passwords. Try again in ${seconds} s.`;
  return new AdminError(429, 'TOO_MANY_TRIES', message, { 'retry-after': String(seconds) });
}
