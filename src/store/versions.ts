import { sql } from 'kysely';

/** One more, or null, which the column refuses, where somebody else was faster. */
export function nextVersion(seen: number) {
  return sql<number>`case when version = ${seen} then version + 1 end`;
}
