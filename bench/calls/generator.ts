import type { CallId, KeyId } from '../../src/lib/ids.ts';
import type { CallText } from '../../src/store/call-text-ports.ts';
import type { CallRow } from '../../src/store/ports.ts';
import { tokensOf } from '../../src/store/search/tokens.ts';
import { seeded } from '../seeded.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = 90;
/** The first moment: a fixed one, so that the same seed makes the same rows. */
const FROM = Math.floor(1_790_000_000_000 / DAY_MS) * DAY_MS;
const KEYS = 12;
const USERS = 8;
const PLATFORMS = 6;
const MODELS = 20;
const SCENES = ['plan', 'write', 'change', 'explain', 'review', 'search'];
/** Of what share of the calls: the rest are the agent's own next steps. */
const PURPOSES: readonly (readonly [string, number])[] = [
  ['main', 0.22],
  ['title', 0.02],
  ['compaction', 0.005],
  ['web_search', 0.005],
];
const CALLS_PER_SESSION = 33;
const OPEN_SESSIONS = 24;
/** One call in so many has texts. */
const TEXT_EVERY = 20;
const WORDS =
  'please change the function that reads a request so it keeps every header and add one test for the empty body'.split(
    ' ',
  );
const CHINESE = ['请修改这个函数', '让它保留所有的请求头', '并为空的请求体增加一个测试', '解释一下这里的并发问题'];

/** What the questions are asked about. */
export const SPAN = { from: FROM, until: FROM + DAYS * DAY_MS } as const;
/** In every text in English; in one of a thousand texts; in one of a hundred. */
export const FREQUENT_WORD = 'function';
export const RARE_WORD = 'xylophone';
export const CHINESE_PAIR = '退款';

interface Session {
  readonly id: string;
  readonly key: number;
  readonly scene: string | null;
  readonly models: readonly [number, number];
  context: number;
}

/** Calls of 90 days in the order of time, as agents make them, the same ones for the same seed. */
export class CallGenerator {
  readonly #random: () => number;
  readonly #rows: number;
  readonly #from: number;
  readonly #open: Session[] = [];
  #sessions = 0;
  #calls = 0;

  /** @param rows how many the 90 days have @param from when these begin */
  constructor(rows: number, seed: number, from: number = FROM) {
    this.#rows = rows;
    this.#from = from;
    this.#random = seeded(seed);
    for (let count = 0; count < OPEN_SESSIONS; count++) this.#open.push(this.#newSession());
  }

  next(): CallRow {
    const number = this.#calls++;
    const place = this.#below(OPEN_SESSIONS);
    if (this.#random() < 1 / CALLS_PER_SESSION) this.#open[place] = this.#newSession();
    const session = this.#open[place] ?? this.#newSession();
    const startedAt = this.#from + Math.floor(((number + this.#random()) / this.#rows) * DAYS * DAY_MS);
    const purpose = this.#purpose();
    const model = session.models[purpose === 'title' ? 1 : 0];
    return {
      ...this.#who(session),
      ...this.#route(session, model),
      ...this.#end(),
      ...this.#usage(session),
      id: `call_${number.toString(36).padStart(8, '0')}` as CallId,
      startedAt,
      purpose,
    };
  }

  /** What was said in a call, if this is one of those that have texts. */
  textOf({ id, startedAt, keyId }: CallRow): CallText | undefined {
    if (this.#calls % TEXT_EVERY !== 0) return undefined;
    const words = this.#random() < 0.5 ? this.#chinese() : this.#english(12);
    const answer = this.#english(80);
    return { id, startedAt, keyId, words, answer, tokens: tokensOf([words, answer]) };
  }

  #who({ id, key }: Session) {
    return {
      keyId: `key_${key}` as KeyId,
      keyName: `laptop ${key}`,
      userId: `user_${key % USERS}`,
      endpoint: 'anthropic-messages',
      clientProtocol: 'anthropic',
      session: id,
      sessionSource: 'header',
      agent: this.#random() < 0.1 ? `${id}_agent_${this.#below(3)}` : null,
    };
  }

  #route({ scene }: Session, model: number) {
    const platform = `platform_${model % PLATFORMS}`;
    const name = `model_${model}`;
    return {
      platformProtocol: 'openai',
      mode: scene === null ? 'global_direct' : 'smart',
      source: scene === null ? 'priority-list' : 'scene',
      scene,
      intent: scene,
      confidence: scene === null ? null : 0.8,
      decision: scene === null ? null : JSON.stringify({ reasons: [{ scene, weight: 0.8, why: 'words' }] }),
      requestedModel: 'claude-sonnet-4-5',
      platform,
      model: name,
      isStream: true,
      plan: JSON.stringify([`${platform}:${name}`, 'platform_0:model_0']),
      attempts: JSON.stringify([
        { platform, model: name, credential: 'main', status: 200, fault: null, message: null, ms: 12 },
      ]),
      losses: JSON.stringify([{ path: '$.system[0].cache_control', why: 'no such hints' }]),
    };
  }

  #end(): Pick<CallRow, 'outcome' | 'status' | 'errorKind' | 'errorMessage'> {
    const chance = this.#random();
    if (chance < 0.03) {
      const status = this.#pick([429, 500, 503]);
      return { outcome: 'error', status, errorKind: 'overloaded', errorMessage: 'The platform is overloaded.' };
    }
    if (chance < 0.04) return { outcome: 'aborted', status: 499, errorKind: null, errorMessage: null };
    return { outcome: 'ok', status: 200, errorKind: null, errorMessage: null };
  }

  #usage(session: Session) {
    session.context = Math.min(180_000, session.context + 200 + this.#below(2_500));
    const outputTokens = 20 + this.#below(1_500);
    const inputTokens = 50 + this.#below(2_000);
    const nano = inputTokens * 300 + session.context * 30 + outputTokens * 1_500;
    const isPriced = session.models[0] !== MODELS - 1;
    return {
      inputTokens,
      cacheReadTokens: session.context,
      cacheWrite5mTokens: inputTokens,
      cacheWrite1hTokens: 0,
      outputTokens,
      reasoningTokens: 0,
      usageSource: 'reported' as const,
      costNano: isPriced ? nano : null,
      costCurrency: isPriced ? 'USD' : null,
      costNanoUsd: isPriced ? nano : null,
      priceSource: isPriced ? 'table' : null,
      priceId: isPriced ? `table:${session.models[0]}/1` : null,
      baselineNanoUsd: nano * 3,
      queueMs: this.#random(),
      firstByteMs: 200 + this.#below(2_000),
      totalMs: 500 + this.#below(40_000),
      requestBytes: session.context * 4,
      replyBytes: outputTokens * 60,
    };
  }

  #newSession(): Session {
    const isSmart = this.#random() < 0.5;
    const scene = isSmart ? this.#below(SCENES.length) : undefined;
    // Each scene has its models, each key those that it likes.
    const key = this.#skewed(KEYS);
    const main = scene === undefined ? (key + this.#skewed(6)) % MODELS : (scene * 3 + this.#skewed(4)) % MODELS;
    const number = this.#sessions++;
    return {
      id: `session_${number.toString(36).padStart(6, '0')}`,
      key,
      scene: scene === undefined ? null : (SCENES[scene] ?? null),
      models: [main, (main + 7) % MODELS],
      context: 15_000,
    };
  }

  #purpose(): string {
    let chance = this.#random();
    for (const [purpose, share] of PURPOSES) {
      if (chance < share) return purpose;
      chance -= share;
    }
    return 'continuation';
  }

  #english(words: number): string {
    const said = Array.from({ length: words }, () => this.#pick(WORDS));
    if (this.#random() < 0.001) said.push(RARE_WORD);
    return `${FREQUENT_WORD} ${said.join(' ')} number${this.#below(20_000)}`;
  }

  #chinese(): string {
    const said = [this.#pick(CHINESE), this.#pick(CHINESE)];
    if (this.#random() < 0.02) said.push('处理退款的流程');
    return said.join('，');
  }

  #pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value {
    const value = values[this.#below(values.length)];
    if (value === undefined) throw new RangeError('there is nothing to pick');
    return value;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  /** The first ones more often. */
  #skewed(count: number): number {
    return Math.floor(this.#random() ** 2 * count);
  }
}
