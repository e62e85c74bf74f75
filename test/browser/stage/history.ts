/** A past for the stage: calls of forty days, and one long session, written as the gateway writes them. */

import { seeded } from '../../../bench/seeded.ts';
import type { CallId, KeyId } from '../../../src/lib/ids.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { CallRow } from '../../../src/store/ports.ts';
import { tokensOf } from '../../../src/store/search/tokens.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const DAYS = 40;
const CALLS_PER_DAY = 24;
const ROWS_AT_ONCE = 300;

/** The session with many calls, of the first key. */
export const LONG_SESSION = '7c1d9e52-0f4b-4c11-9a77-52d0a9b3e6f4';

/** Model, platform, share of the calls, dollars for a million tokens of input. */
const MODELS = [
  ['claude-opus-5-5', 'anthropic', 0.3, 5],
  ['claude-haiku-5', 'anthropic', 0.2, 1],
  ['qwen3-coder-plus', 'dashscope', 0.18, 1.1],
  ['qwen3-max', 'dashscope', 0.1, 1.6],
  ['qwen-turbo', 'dashscope', 0.08, 0.05],
  ['deepseek-chat', 'deepseek', 0.05, 0.28],
  ['glm-4.7', 'zhipu', 0.04, 0.6],
  ['kimi-k2.5', 'moonshot', 0.03, 0.6],
  ['gpt-oss:20b', 'ollama', 0.02, undefined],
] as const;
type Model = (typeof MODELS)[number];

const SCENES = ['coding', 'explain', 'review', 'plan', null] as const;

const STEPS: readonly (readonly [purpose: string, agent: string | null, words: string | null])[] = [
  ['title', null, 'Write a title of at most 6 words for this conversation'],
  ['main', null, 'the refund total is off by a cent for three items of 0.335, find out why'],
  ['continuation', null, null],
  ['continuation', null, null],
  ['main', null, 'yes, fix it, and add a test'],
  ['continuation', null, null],
  ['main', 'agent-explore-01', 'Find every caller of total() and list how each rounds'],
  ['continuation', 'agent-explore-01', null],
  ['web_search', null, 'Perform a web search for the query: half even rounding currencies'],
  ['main', null, '顺便把 README 里关于舍入的说明也更新一下'],
  ['continuation', null, null],
  ['compaction', null, 'Summarise the conversation so far'],
  ['main', null, 'now do the same for the invoices'],
  ['continuation', null, null],
];

/** Adds it. What is there already stays. */
export async function addHistory({ admin, redwolf }: Stage): Promise<void> {
  const { keys } = await admin.send<{ keys: readonly KeyOf[] }>('GET', '/api/keys');
  const [first] = keys;
  if (first === undefined) throw new Error('The stage has no keys.');
  const until = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const long = longSession(first, until - 5 * HOUR_MS);
  const store = await openStore({ dataDir: redwolf.dataDir, version: '0.0.0', warn: console.error });
  try {
    const rows = [...pastCalls(keys, until - DAYS * 24 * HOUR_MS), ...long.map(({ row }) => row)];
    for (let done = 0; done < rows.length; done += ROWS_AT_ONCE)
      await store.calls.add(rows.slice(done, done + ROWS_AT_ONCE));
    const said = long.filter(({ words }) => words !== null);
    store.callTexts.add(
      said.map(({ row: { id, startedAt, keyId }, words }) => {
        const texts = { words: words ?? '', answer: 'Done.' };
        return { id, startedAt, keyId, ...texts, tokens: tokensOf([texts.words, texts.answer]) };
      }),
    );
  } finally {
    await store.close();
  }
}

interface KeyOf {
  readonly id: string;
  readonly name: string;
}

function pastCalls(keys: readonly KeyOf[], from: number): readonly CallRow[] {
  const random = seeded(7);
  return Array.from({ length: DAYS * CALLS_PER_DAY }, (_, number) => {
    const day = Math.floor(number / CALLS_PER_DAY);
    // People sleep, and on some days do little.
    const hour = 1 + Math.floor(random() * 11) + (random() < 0.1 ? 8 : 0);
    const startedAt = from + (day * 24 + hour) * HOUR_MS + Math.floor(random() * HOUR_MS);
    const key = keys[random() < 0.7 ? 0 : keys.length - 1];
    const scene = SCENES[Math.floor(random() * SCENES.length)] ?? null;
    const context = 8_000 + Math.floor(random() * 60_000 * (day % 7 < 5 ? 1 : 0.2));
    return callRow(`past${number}`, startedAt, key, {
      model: modelAt(random()),
      scene,
      context,
      output: 60 + Math.floor(random() * 2_400),
      purpose: random() < 0.25 ? 'main' : random() < 0.06 ? 'title' : 'continuation',
      session: `past-session-${Math.floor(number / 30)}`,
      isError: random() < 0.02,
    });
  });
}

function longSession(key: KeyOf, from: number) {
  let context = 14_000;
  return Array.from({ length: 70 }, (_, number) => {
    const [purpose = 'main', agent = null, words = null] = STEPS[number % STEPS.length] ?? [];
    const isAside = purpose === 'title' || purpose === 'web_search' || agent !== null;
    if (purpose === 'main' || purpose === 'continuation') context += agent === null ? 2_600 : 0;
    const row = callRow(`long${number}`, from + number * 120_000, key, {
      model: modelAt(isAside ? 0.4 : 0),
      scene: purpose === 'main' ? 'coding' : null,
      context: isAside ? 3_000 + number * 10 : context,
      output: 90 + ((number * 97) % 1_400),
      purpose,
      session: LONG_SESSION,
      agent,
      isError: number === 37,
    });
    if (purpose === 'compaction') context = 18_000;
    return { row, words };
  });
}

interface CallFacts {
  readonly model: Model;
  readonly scene: string | null;
  readonly context: number;
  readonly output: number;
  readonly purpose: string;
  readonly session: string;
  readonly agent?: string | null;
  readonly isError: boolean;
}

function callRow(name: string, startedAt: number, key: KeyOf | undefined, facts: CallFacts): CallRow {
  const { model, scene, purpose, session, agent = null, isError } = facts;
  const [id, platform] = model;
  return {
    id: `call_${name.padStart(24, '0')}` as CallId,
    startedAt,
    keyId: (key?.id ?? '') as KeyId,
    keyName: key?.name ?? '',
    userId: null,
    endpoint: 'anthropic-messages',
    clientProtocol: 'anthropic-messages',
    platformProtocol: platform === 'anthropic' ? 'anthropic-messages' : 'openai-chat',
    mode: 'smart_routing',
    source: scene === null ? 'priority-list' : 'scene',
    scene,
    intent: scene,
    confidence: scene === null ? null : 0.84,
    decision: null,
    session,
    sessionSource: 'metadata',
    agent,
    purpose,
    requestedModel: 'claude-opus-5-5',
    platform,
    model: id,
    isStream: true,
    ...(isError ? FAILED : WENT_WELL),
    plan: JSON.stringify([`${platform}:${id}`]),
    attempts: JSON.stringify([{ platform, model: id, credential: 'main', status: isError ? 529 : 200, ms: 900 }]),
    losses: '[]',
    ...usageOf(facts),
    queueMs: 0.4,
    firstByteMs: 640,
    totalMs: 1_800 + facts.output * 11,
    requestBytes: facts.context * 4,
    replyBytes: facts.output * 50,
  };
}

const WENT_WELL = { outcome: 'ok', status: 200, errorKind: null, errorMessage: null } as const;
const FAILED = { outcome: 'error', status: 529, errorKind: 'overloaded', errorMessage: 'Overloaded' } as const;

function usageOf({ model: [, , , price], context, output, isError }: CallFacts) {
  const [fresh, written] = [Math.floor(context * 0.06), Math.floor(context * 0.04)];
  const cacheReadTokens = context - fresh - written;
  const dollarsPerMillion = (rate: number) =>
    Math.round((fresh + cacheReadTokens * 0.1 + written * 1.25 + output * 5) * rate * 1_000);
  const costNano = price === undefined || isError ? null : dollarsPerMillion(price);
  return {
    inputTokens: isError ? 0 : fresh,
    cacheReadTokens: isError ? 0 : cacheReadTokens,
    cacheWrite5mTokens: isError ? 0 : written,
    cacheWrite1hTokens: 0,
    outputTokens: isError ? 0 : output,
    reasoningTokens: isError ? 0 : Math.floor(output * 0.3),
    usageSource: isError ? ('none' as const) : ('reported' as const),
    costNano,
    costCurrency: costNano === null ? null : 'USD',
    costNanoUsd: costNano,
    priceSource: costNano === null ? null : 'table',
    priceId: costNano === null ? null : 'table:test/1',
    baselineNanoUsd: costNano === null ? null : dollarsPerMillion(5),
  };
}

function modelAt(place: number): Model {
  let rest = place;
  for (const model of MODELS) {
    if (rest < model[2]) return model;
    rest -= model[2];
  }
  return MODELS[0];
}
