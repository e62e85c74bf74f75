/** Settings that are planned and not there yet. They are refused by name: a setting that is ignored is a trap. */

import type { KeyPath } from './problems.ts';

/** The end of the sentence "`key` …" by the place of the key; `*` stands for any index. Sorted. */
const LATER: Readonly<Record<string, string>> = {
  'platforms.*.enabled': 'cannot be set yet: remove the platform from the file to stop using it',
  'platforms.*.models.*.enabled': 'cannot be set yet: remove the model from the list instead',
  teams: 'cannot be set yet: users and teams come later',
  users: 'cannot be set yet: users come later, and there is one administrator so far',
};

/** Why the key at this place is refused, or undefined if it is not a planned one. */
export function laterSetting(path: KeyPath): string | undefined {
  const place = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
  return Object.hasOwn(LATER, place) ? LATER[place] : undefined;
}
