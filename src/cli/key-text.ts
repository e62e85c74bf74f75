/** Keys as the command line shows them. */

import type { KeyUsageReply, KeyView } from '../admin/contract/keys.ts';
import { table } from './table.ts';

/** All keys as the lines of a table, its head first. */
export function keyTable(keys: readonly KeyView[]): string[] {
  const rows = keys.map((key) => [
    key.name,
    `${key.prefix}…`,
    key.state === 'active' ? 'enabled' : key.state,
    originOf(key),
    timeText(key.createdAt),
  ]);
  return table([['NAME', 'KEY', 'STATE', 'ORIGIN', 'SINCE'], ...rows]);
}

/** One key with all that restricts it, and what is spent of its budget. */
export function keyLines(key: KeyView, { budget }: KeyUsageReply): string[] {
  const facts: [string, string | undefined][] = [
    ['name', key.name],
    ['key', `${key.prefix}…`],
    ['state', key.state === 'active' ? 'enabled' : key.state],
    ['origin', originOf(key)],
    ['since', timeText(key.createdAt)],
    ['owner', key.owner ?? undefined],
    ['expires', key.expiresAt === null ? 'never' : timeText(key.expiresAt)],
    ['models', key.models?.join(', ')],
    ['platforms', key.platforms?.join(', ')],
    ['modes', key.modes?.join(', ')],
    ['scenes', key.scenes?.join(', ')],
    ['requests per minute', key.limits.requestsPerMinute?.toString()],
    ['tokens per minute', key.limits.tokensPerMinute?.toString()],
    ['parallel calls', key.limits.parallel?.toString()],
    ...budget.map((line): [string, string] => [`budget ${PERIODS[line.period]}`, budgetText(line)]),
    ['capture', key.capture ?? undefined],
    ['old secret good until', key.previousUntil === null ? undefined : timeText(key.previousUntil)],
    ['budgets count from', key.resetAt === null ? undefined : timeText(key.resetAt)],
  ];
  return table(facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const PERIODS = { day: 'per day', month: 'per month', total: 'in total' } as const;

function budgetText({ unit, limit, spent, resetsAt }: KeyUsageReply['budget'][number]): string {
  const reset = resetsAt === null ? 'reset by hand' : `resets at ${timeText(resetsAt)}`;
  return unit === 'tokens' ? `${spent} of ${limit} tokens, ${reset}` : `$${spent.toFixed(4)} of $${limit}, ${reset}`;
}

function originOf({ origin }: KeyView): string {
  return origin === 'file' ? 'configuration file' : 'created';
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
