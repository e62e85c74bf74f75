/** Why a change is refused. */

import { AdminError } from '../admin/errors.ts';
import type { EntryProblem } from '../config/check-entries.ts';

/** Somebody changed it since it was read. */
export function staleVersion(current: number): AdminError {
  const message = `This was changed in the meantime; its version is ${current} now. Read it again, and make your change to that.`;
  return new AdminError(409, 'STALE_VERSION', message, {}, { version: current });
}

export function readOnly(what: string): AdminError {
  const message = `${what} stands in the configuration file and can only be changed there.`;
  return new AdminError(409, 'READ_ONLY', message);
}

export function unknownPlatform(id: string, ids: readonly string[]): AdminError {
  const known = ids.length === 0 ? 'There is none.' : `There are: ${ids.join(', ')}.`;
  return new AdminError(404, 'PLATFORM_UNKNOWN', `There is no platform "${id}". ${known}`);
}

/** Of a name among the settings of a platform that is none of them. */
export function misplacedProblem(path: string): EntryProblem {
  return { path, message: 'this is no setting: it has a place of its own, as in GET' };
}

/** Of a text that is shown in place of a secret, and was sent back. */
export function maskedProblem(path: string): EntryProblem {
  return { path, message: 'this is what is shown in place of a secret; give the secret again, or leave it out' };
}

export function invalid(problems: readonly EntryProblem[]): AdminError {
  const sentences = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const message = `This configuration is not right, and nothing of it was applied. ${sentences.join(' · ')}`;
  return new AdminError(400, 'CONFIG_INVALID', message, {}, { problems });
}
