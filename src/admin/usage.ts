/** Sums of calls: `/api/usage`. */

import { dollarsOfNano } from '../lib/money.ts';
import type { CallDimension, UsageDimension, UsageSum, UsageSums } from '../store/ports.ts';
import { visibleKeys } from './calls.ts';
import type { AdminContext, AdminParts } from './context.ts';
import { USAGE_GROUPS, type UsageGroupName, type UsageReply, type UsageSumsView } from './contract/usage.ts';
import { AdminError } from './errors.ts';
import { answerJson, jsonArray } from './json-pieces.ts';
import { readTimes } from './read-span.ts';

const HOUR_MS = 3_600_000;
const MOST_GROUPS = 3;
const MOST_VALUES = 100;

const DIMENSIONS: Readonly<Record<UsageGroupName, UsageDimension>> = {
  hour: 'hour',
  day: 'day',
  key: 'keyId',
  user: 'userId',
  platform: 'platform',
  model: 'model',
  scene: 'scene',
  purpose: 'purpose',
};

/**
 * `?from=&until=&by=day,model&model=…&platform=…`: sums of whole hours, put together by up to three of hour, day, key, user,
 * platform, model, scene, purpose; each of the latter six may be given, several times too, to have only calls with it. A
 * member sees the sums of own keys.
 */
export async function showUsage(context: AdminContext, parts: AdminParts): Promise<Response> {
  const span = readTimes(context, parts.clock.now());
  const by = readGroups(context.req.query('by'));
  const where = readFilter(context, await visibleKeys(context, parts));
  const [[total], rows] = await Promise.all([
    parts.usage.usage({ span, by: [], where }),
    parts.usage.usage({ span, by: by.map((name) => DIMENSIONS[name]), where }),
  ]);
  const head: Omit<UsageReply, 'rows'> = {
    from: Math.floor(span.from / HOUR_MS) * HOUR_MS,
    until: Math.ceil(span.until / HOUR_MS) * HOUR_MS,
    total: sumsView(total),
  };
  const list = await jsonArray(by.length === 0 ? [] : rows, (row) => JSON.stringify(rowView(row, by)));
  const begin = `${JSON.stringify(head).slice(0, -1)},"rows":`;
  return answerJson(context, [Buffer.from(begin), ...list, Buffer.from('}')]);
}

function rowView(row: UsageSum, by: readonly UsageGroupName[]): UsageReply['rows'][number] {
  return { group: groupView(row, by), ...sumsView(row) };
}

/** What sums look like on the wire; nothing where there were no calls. */
export function sumsView(sums: UsageSums | undefined): UsageSumsView {
  const { nanoUsd = 0, compared = 0, comparedNanoUsd = 0, baselineNanoUsd = 0 } = sums ?? {};
  return {
    calls: sums?.calls ?? 0,
    errors: sums?.errors ?? 0,
    aborted: sums?.aborted ?? 0,
    unpriced: sums?.unpriced ?? 0,
    inputTokens: sums?.inputTokens ?? 0,
    cacheReadTokens: sums?.cacheReadTokens ?? 0,
    cacheWrite5mTokens: sums?.cacheWrite5mTokens ?? 0,
    cacheWrite1hTokens: sums?.cacheWrite1hTokens ?? 0,
    outputTokens: sums?.outputTokens ?? 0,
    reasoningTokens: sums?.reasoningTokens ?? 0,
    usd: dollarsOfNano(nanoUsd),
    compared,
    baselineUsd: dollarsOfNano(baselineNanoUsd),
    savedUsd: dollarsOfNano(baselineNanoUsd - comparedNanoUsd),
  };
}

function readGroups(text = ''): readonly UsageGroupName[] {
  const names = text.split(',').filter((name) => name !== '');
  const known = USAGE_GROUPS.filter((name) => names.includes(name));
  if (known.length === names.length && known.length <= MOST_GROUPS)
    return names.flatMap((name) => known.filter((one) => one === name));
  throw new AdminError(
    400,
    'INVALID_REQUEST',
    `"by" names up to ${MOST_GROUPS} different ones of ${USAGE_GROUPS.join(', ')}.`,
  );
}

/** @param visible keys that the caller may see; undefined: all */
function readFilter(context: AdminContext, visible: readonly string[] | undefined) {
  const filter: Partial<Record<CallDimension, readonly string[]>> = visible === undefined ? {} : { keyId: visible };
  for (const name of USAGE_GROUPS) {
    const dimension = DIMENSIONS[name];
    const values = context.req.queries(name) ?? [];
    if (values.length === 0 || dimension === 'hour' || dimension === 'day') continue;
    if (values.length > MOST_VALUES)
      throw new AdminError(400, 'INVALID_REQUEST', `"${name}" may be given ${MOST_VALUES} times.`);
    const allowed = dimension === 'keyId' ? visible : undefined;
    filter[dimension] = allowed === undefined ? values : values.filter((value) => allowed.includes(value));
  }
  return filter;
}

function groupView({ group }: UsageSum, by: readonly UsageGroupName[]): Partial<Record<UsageGroupName, string>> {
  return Object.fromEntries(by.map((name, index) => [name, groupText(name, group[index] ?? '')]));
}

function groupText(name: UsageGroupName, value: string): string {
  if (name === 'hour') return `${new Date(Number(value) * HOUR_MS).toISOString().slice(0, 16)}Z`;
  if (name === 'day') return new Date(Number(value) * HOUR_MS * 24).toISOString().slice(0, 10);
  return value;
}
