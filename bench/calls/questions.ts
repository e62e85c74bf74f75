import type { CallFilter, CallPosition, CallSort } from '../../src/store/call-page-ports.ts';
import type { CallRow, UsageQuestion } from '../../src/store/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { CHINESE_PAIR, FREQUENT_WORD, RARE_WORD, SPAN } from './generator.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** As lists ask for. */
const LIMIT = 50;
/** As retention deletes. */
const DELETED = 500;
/** No more than these can be sorted by what is no order of an index. */
const MOST_SORTED = 10_000;

/** One thing that somebody may ask, again and again. */
export interface Question {
  readonly name: string;
  ask(): Promise<unknown>;
}

/** All that is asked of a store of many calls. @param example a call in the middle of them @param rows how many there are */
export function questionsOf(store: Store, example: CallRow, rows: number): readonly Question[] {
  return [
    ...lists(store, example),
    ...sorts(store, example, rows),
    ...searches(store, example),
    ...sums(store),
    ...sessions(store, example),
    ...budgets(store, example),
  ];
}

/** What is gone is not asked for again, so that these come last. */
export function deletionsOf({ calls, callTexts, callSessions }: Store): readonly Question[] {
  const before = SPAN.from + 10 * DAY_MS;
  return [
    { name: `delete the ${DELETED} oldest rows`, ask: () => calls.deleteBefore(before, DELETED) },
    { name: `delete the ${DELETED} oldest texts`, ask: () => callTexts.deleteBefore(before, DELETED) },
    {
      name: `delete ${DELETED} empty sessions of the oldest`,
      ask: () => callSessions.deleteEmpty(SPAN.from + DAY_MS, DELETED),
    },
  ];
}

function lists(store: Store, example: CallRow): readonly Question[] {
  const middle = { startedAt: example.startedAt, id: example.id };
  const columns = (name: keyof NonNullable<CallFilter['columns']>): CallFilter => ({
    columns: { [name]: [example[name] ?? ''] },
  });
  const filters: readonly (readonly [string, CallFilter])[] = [
    ['all', {}],
    ['a day', { from: example.startedAt, until: example.startedAt + DAY_MS }],
    ['a key', columns('keyId')],
    ['three keys', { columns: { keyId: ['key_0', 'key_5', 'key_11'] } }],
    ['a user', columns('userId')],
    ['a model', columns('model')],
    ['a platform', columns('platform')],
    ['a scene', columns('scene')],
    ['a session', columns('session')],
    ['an agent', columns('agent')],
    ['a frequent purpose', { columns: { purpose: ['main'] } }],
    ['a rare purpose', { columns: { purpose: ['compaction'] } }],
    ['good outcome', { columns: { outcome: ['ok'] } }],
    ['failures', { columns: { outcome: ['error'] } }],
    ['status 429', { status: [429, 429] }],
    ['status 2xx', { status: [200, 299] }],
    [
      'key, model and scene',
      {
        ...columns('keyId'),
        columns: { ...columns('keyId').columns, ...columns('model').columns, ...columns('scene').columns },
      },
    ],
    ['key and a model it never used', { columns: { keyId: [example.keyId], model: ['model_none'] } }],
    ['a status that never was', { status: [201, 201] }],
  ];
  return filters.flatMap(([name, filter]) => [
    page(store, `list: ${name}`, filter, 'newest'),
    page(store, `list: ${name}, deep`, filter, 'newest', middle),
    ...(name === 'all' ? [page(store, `list: ${name}, oldest`, filter, 'oldest')] : []),
  ]);
}

function sorts(store: Store, example: CallRow, rows: number): readonly Question[] {
  const from = example.startedAt;
  const most = Math.floor(((SPAN.until - SPAN.from) / rows) * MOST_SORTED * 0.98);
  return (['cost', 'duration', 'tokens'] as const).flatMap((sort) => [
    page(store, `by ${sort}: ~10,000 calls of a time`, { from, until: from + most }, sort),
    page(store, `by ${sort}: a session`, { columns: { session: [example.session ?? ''] } }, sort),
    {
      name: `by ${sort}: all, refused`,
      ask: () =>
        store.callPages.page({ filter: {}, sort, limit: LIMIT }).catch((error: { code: string }) => error.code),
    },
  ]);
}

function searches(store: Store, { keyId, startedAt, id }: CallRow): readonly Question[] {
  const deep = { startedAt, id };
  return [
    page(store, 'search: a frequent word', { text: FREQUENT_WORD }, 'newest'),
    page(store, 'search: a frequent word, deep', { text: FREQUENT_WORD }, 'newest', deep),
    page(store, 'search: a frequent word, a key', { text: FREQUENT_WORD, columns: { keyId: [keyId] } }, 'newest'),
    page(
      store,
      'search: a frequent word, a model never used',
      { text: FREQUENT_WORD, columns: { model: ['model_none'] } },
      'newest',
    ),
    page(store, 'search: a frequent phrase', { text: '"every header"' }, 'newest'),
    page(store, 'search: a rare word', { text: RARE_WORD }, 'newest'),
    page(store, 'search: two Chinese characters', { text: CHINESE_PAIR }, 'newest'),
    page(store, 'search: two frequent ones', { text: '函数' }, 'newest'),
    page(store, 'search: one Chinese character', { text: '退' }, 'newest'),
    page(store, 'search: a rare word, by cost', { text: RARE_WORD }, 'cost'),
  ];
}

function sums({ usage }: Store): readonly Question[] {
  const week = { from: SPAN.until - 7 * DAY_MS, until: SPAN.until };
  // As the page asks: from one moment to another, so that there are hours at both ends.
  const ends = { from: SPAN.from + 7 * HOUR_MS, until: SPAN.until - 11 * HOUR_MS };
  const keys = { keyId: ['key_0', 'key_5', 'key_11'] };
  const asked: readonly (readonly [string, UsageQuestion])[] = [
    ['total of 90 days', { span: SPAN, by: [] }],
    ['by day and model, 90 days', { span: SPAN, by: ['day', 'model'] }],
    ['by day and key, 90 days', { span: SPAN, by: ['day', 'keyId'] }],
    ['by day, 90 days', { span: SPAN, by: ['day'] }],
    ['by hour, 7 days', { span: week, by: ['hour'] }],
    ['by hour and model, 7 days', { span: week, by: ['hour', 'model'] }],
    ['by key, 90 days', { span: SPAN, by: ['keyId'] }],
    ['by user, 90 days', { span: SPAN, by: ['userId'] }],
    ['by platform, 90 days', { span: SPAN, by: ['platform'] }],
    ['by scene, 90 days', { span: SPAN, by: ['scene'] }],
    ['by purpose, 90 days', { span: SPAN, by: ['purpose'] }],
    ['by purpose, scene, model, 90 days', { span: SPAN, by: ['purpose', 'scene', 'model'] }],
    ['by day of a key, 90 days', { span: SPAN, by: ['day'], where: { keyId: ['key_0'] } }],
    ['by day of a model, 90 days', { span: SPAN, by: ['day'], where: { model: ['model_1'] } }],
    ['saved by key and day, 90 days', { span: SPAN, by: ['keyId', 'day'] }],
    ['by user and scene, 90 days', { span: SPAN, by: ['userId', 'scene'] }],
    ['by purpose of three keys, 90 days', { span: SPAN, by: ['purpose'], where: keys }],
    ['by day and model, 90 days but some hours', { span: ends, by: ['day', 'model'] }],
    ['by scene, 90 days but some hours', { span: ends, by: ['scene'] }],
  ];
  return asked.map(([name, question]) => ({ name: `sums: ${name}`, ask: () => usage.usage(question) }));
}

function sessions({ callSessions }: Store, { session, keyId, startedAt }: CallRow): readonly Question[] {
  const one = { session: session ?? '', keyId };
  const deep = { lastAt: startedAt, session: one.session, keyId };
  return [
    { name: 'sessions: all', ask: () => callSessions.page({ span: SPAN, limit: LIMIT }) },
    { name: 'sessions: all, deep', ask: () => callSessions.page({ span: SPAN, limit: LIMIT, after: deep }) },
    { name: 'sessions: a key', ask: () => callSessions.page({ span: SPAN, limit: LIMIT, keys: [keyId] }) },
    {
      name: 'sessions: three keys',
      ask: () => callSessions.page({ span: SPAN, limit: LIMIT, keys: ['key_0', 'key_5', 'key_11'] }),
    },
    { name: 'session: of a name', ask: () => callSessions.named(one.session) },
    { name: 'session: its parts', ask: () => callSessions.parts(one) },
    { name: 'session: its calls', ask: () => callSessions.calls(one, 500) },
  ];
}

/** What a budget asks at the start. */
function budgets({ usage }: Store, { keyId }: CallRow): readonly Question[] {
  const now = SPAN.until - 1_234_567;
  return [
    { name: 'budget: spent in a month', ask: () => usage.spent(keyId, now - 30 * DAY_MS, now) },
    { name: 'budget: spent in all', ask: () => usage.spent(keyId, 0, now) },
    {
      name: 'budget: spent since the middle of an hour',
      ask: () => usage.spent(keyId, now - 20 * DAY_MS - 1_000_000, now),
    },
  ];
}

function page({ callPages }: Store, name: string, filter: CallFilter, sort: CallSort, after?: CallPosition): Question {
  return { name, ask: () => callPages.page({ filter, sort, limit: LIMIT, after }) };
}
