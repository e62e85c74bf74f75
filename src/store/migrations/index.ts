import { first } from './0001-first.ts';
import { configuration } from './0002-configuration.ts';
import { users } from './0003-users.ts';
import { keys } from './0004-keys.ts';
import { prices } from './0005-prices.ts';
import { usage } from './0006-usage.ts';
import { search } from './0007-search.ts';
import { corrections } from './0008-corrections.ts';
import { failures } from './0009-failures.ts';
import { narrowSums } from './0010-narrow-sums.ts';
import type { Migration } from './migration.ts';

/** All migrations, oldest first. A new one is added at the end. */
export const migrations: readonly Migration[] = [
  first,
  configuration,
  users,
  keys,
  prices,
  usage,
  search,
  corrections,
  failures,
  narrowSums,
];
